// Texts → encodings, as columns over all of a call.
#ifndef DEBERTA_BINDINGS_ENCODINGS_H_
#define DEBERTA_BINDINGS_ENCODINGS_H_

#include <emscripten/val.h>

#include <span>
#include <string_view>

#include "bindings/values.h"
#include "deberta.h"

namespace deberta::bindings {

// {bytes, tokens, rows}: one array that crosses to the caller at once, since each one costs as much
// as the tokens of a sentence, and what columnsOf() of js/tokenizer/rows.js needs to make
// columns of it. Over the tokens of all encodings: ids, type_ids, word_ids, offsets: start, end,
// start, end …; over the encodings: lengths, inputs: which one it is of; then special_tokens_mask,
// sequence_ids, and truncated. Offsets are UTF-16 indices of the token's text or word.
emscripten::val encode_texts(const Tokenizer& tokenizer, std::span<const std::string_view> texts,
                             const Options& options);

}  // namespace deberta::bindings

#endif  // DEBERTA_BINDINGS_ENCODINGS_H_
