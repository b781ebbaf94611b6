// A tokenizer's vocabulary as the files that transformers' slow tokenizers write and read.
#ifndef DEBERTA_TEXT_FILES_SAVE_VOCABULARY_H_
#define DEBERTA_TEXT_FILES_SAVE_VOCABULARY_H_

#include <string>

#include "text/tokenizer_parts.h"

namespace deberta {

// "" for a file that this kind of tokenizer does not have.
struct VocabularyFiles {
  std::string vocab_json;
  std::string merges_txt;
  std::string spm_model;
};

// vocab.json and merges.txt, or spm.model, which read back (with tokenizer_config.json) give the
// same tokens; as save_vocabulary of DebertaTokenizer and DebertaV2Tokenizer writes them, but that
// an spm.model is made anew, with what it needs. "ignore_merges" has no place in them.
// Throws kTokenizerUnsupported where a merge has white space, which merges.txt cannot hold.
VocabularyFiles save_vocabulary(const TokenizerParts& parts);

}  // namespace deberta

#endif  // DEBERTA_TEXT_FILES_SAVE_VOCABULARY_H_
