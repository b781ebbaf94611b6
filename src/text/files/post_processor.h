// tokenizer.json's "post_processor": where special tokens are added, and how offsets are trimmed.
#ifndef DEBERTA_TEXT_FILES_POST_PROCESSOR_H_
#define DEBERTA_TEXT_FILES_POST_PROCESSOR_H_

#include "base/json_fields.h"
#include "text/tokenizer_parts.h"

namespace deberta {

// Sets the templates and the trimming of parts, whose vocab must be set. Without a post_processor
// no tokens are added. Throws kTokenizerJson, kTokenizerUnsupported, kVocab.
void read_post_processor(const JsonFields& document, TokenizerParts& parts);

// Sets DebertaTokenizer's templates: [CLS] A [SEP], [CLS] A [SEP] B [SEP].
void set_deberta_templates(int32_t cls, int32_t sep, TokenizerParts& parts);

}  // namespace deberta

#endif  // DEBERTA_TEXT_FILES_POST_PROCESSOR_H_
