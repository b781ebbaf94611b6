// tokenizer.json's "post_processor": which special tokens go where, and how offsets are trimmed.
#ifndef DEBERTA_TEXT_FILES_POST_PROCESSOR_H_
#define DEBERTA_TEXT_FILES_POST_PROCESSOR_H_

#include "base/json_fields.h"
#include "text/tokenizer_parts.h"

namespace deberta {

// A document without one adds nothing. parts.vocab is there already; the templates and the trimming
// are set. Throws kTokenizerJson, kTokenizerUnsupported, kVocab.
void read_post_processor(const JsonFields& document, TokenizerParts& parts);

// What DebertaTokenizer does: [CLS] A [SEP], [CLS] A [SEP] B [SEP].
void set_deberta_templates(int32_t cls, int32_t sep, TokenizerParts& parts);

}  // namespace deberta

#endif  // DEBERTA_TEXT_FILES_POST_PROCESSOR_H_
