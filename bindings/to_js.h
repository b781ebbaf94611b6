// Results → plain JavaScript objects, option objects → C++. The one place where byte spans become
// UTF-16 `start` and `end`.
#ifndef DEBERTA_BINDINGS_TO_JS_H_
#define DEBERTA_BINDINGS_TO_JS_H_

#include <emscripten/val.h>

#include <string_view>

#include "deberta.h"

namespace deberta::bindings {

emscripten::val to_js(const Config& config, int max_length);
emscripten::val to_js(const TokenClassification& result, std::string_view text);
emscripten::val to_js(const TextClassification& result);
emscripten::val to_js(const Encoding& encoding, const TextPair& input);

// Throw kInput for a value that the option does not have; an absent one has its default.
TokenClassificationOptions token_classification_options(emscripten::val options);
TextClassificationOptions text_classification_options(emscripten::val options);
EncodeOptions encode_options(emscripten::val options);

}  // namespace deberta::bindings

#endif  // DEBERTA_BINDINGS_TO_JS_H_
