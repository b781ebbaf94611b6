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
  std::string vocab_txt;
};

// vocab.json and merges.txt, or spm.model, or vocab.txt. Read again (with tokenizer_config.json),
// they give the same tokens. They are as save_vocabulary of DebertaTokenizer and DebertaV2Tokenizer
// writes them, except that spm.model is generated again with only the necessary fields. They cannot
// store "ignore_merges", nor a WordPiece's prefix and limit of a word. In vocab.txt an id without a
// token is an empty line. Throws kTokenizerUnsupported where a merge has white space, which
// merges.txt cannot hold, or a token has a line end, which vocab.txt cannot hold.
VocabularyFiles save_vocabulary(const TokenizerParts& parts);

}  // namespace deberta

#endif  // DEBERTA_TEXT_FILES_SAVE_VOCABULARY_H_
