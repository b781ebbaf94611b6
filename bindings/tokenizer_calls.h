// The tokenizer's methods.
#ifndef DEBERTA_BINDINGS_TOKENIZER_CALLS_H_
#define DEBERTA_BINDINGS_TOKENIZER_CALLS_H_

#include <emscripten/val.h>

#include <span>
#include <string>
#include <string_view>

#include "bindings/values.h"
#include "deberta.h"

namespace deberta::bindings {

TokenizerOptions tokenizer_options(const Options& options);

// TokenizerInfo of js/tokenizer/tokenizer.js.
emscripten::val to_js(const Tokenizer& tokenizer);

// name: as in js/tokenizer/tokenizer.js. Throws kInput for an unknown name, and what the method
// throws.
emscripten::val call_tokenizer(const std::string& name, const Tokenizer& tokenizer,
                               std::span<const std::string_view> texts, const Options& options);

}  // namespace deberta::bindings

#endif  // DEBERTA_BINDINGS_TOKENIZER_CALLS_H_
