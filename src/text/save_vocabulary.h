// A tokenizer's vocabulary as the files that transformers' slow tokenizers write and read.
#ifndef DEBERTA_TEXT_SAVE_VOCABULARY_H_
#define DEBERTA_TEXT_SAVE_VOCABULARY_H_

#include <string>

#include "text/tokenizer_files.h"

namespace deberta {

// "" for a file that this kind of tokenizer does not have.
struct VocabularyFiles {
  std::string vocab_json;
  std::string merges_txt;
  std::string spm_model;
};

// See Tokenizer::save_vocabulary().
VocabularyFiles write_vocabulary(const TokenizerParts& parts);

}  // namespace deberta

#endif  // DEBERTA_TEXT_SAVE_VOCABULARY_H_
