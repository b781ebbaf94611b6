// Options of a tokenizer call.
#ifndef DEBERTA_TEXT_ENCODE_OPTIONS_H_
#define DEBERTA_TEXT_ENCODE_OPTIONS_H_

#include "text/truncation.h"

namespace deberta {

struct EncodeOptions {
  bool add_special_tokens = true;
  Truncation truncation = Truncation::kNone;
  int max_length = 0;  // tokens, special ones included; 0: the tokenizer's model_max_length()
  int stride = 0;      // tokens that neighbouring windows share; used for windows only
};

}  // namespace deberta

#endif  // DEBERTA_TEXT_ENCODE_OPTIONS_H_
