// Texts → encodings, as columns over all inputs of a call.
#ifndef DEBERTA_BINDINGS_ENCODINGS_H_
#define DEBERTA_BINDINGS_ENCODINGS_H_

#include <emscripten/val.h>

#include <span>
#include <string_view>

#include "bindings/values.h"
#include "deberta.h"

namespace deberta::bindings {

// {bytes, tokens, rows}: all columns in one array, because each array that crosses to JavaScript
// costs as much as the tokens of a sentence. columnsOf() of js/tokenizer/rows.js separates them.
// For the tokens of all encodings: ids, type_ids, word_ids, offsets (start, end, start, end …). For
// each encoding: lengths, and inputs, the index of its input. Then special_tokens_mask,
// sequence_ids and truncated. Offsets are UTF-16 indices of the token's text or word.
emscripten::val encode_texts(const Tokenizer& tokenizer, std::span<const std::string_view> texts,
                             const Options& options);

}  // namespace deberta::bindings

#endif  // DEBERTA_BINDINGS_ENCODINGS_H_
