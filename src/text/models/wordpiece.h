// WordPiece: of the tokens that a word begins with, the longest is taken; then the longest with
// which the rest continues ("##ing"), and so on. (Devlin et al. 2018; the reference is
// `tokenizers`' WordPiece::tokenize.)
#ifndef DEBERTA_TEXT_MODELS_WORDPIECE_H_
#define DEBERTA_TEXT_MODELS_WORDPIECE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text/models/bpe.h"
#include "text/models/double_array.h"
#include "text/models/vocab.h"

namespace deberta {

class WordPiece {
 public:
  using Piece = Bpe::Piece;

  struct Rules {
    std::string prefix = "##";  // of tokens that continue a word
    int32_t unknown_id = 0;
    int longest_word = 100;  // in characters; a longer one is unknown
  };

  WordPiece() = default;
  // Throws kVocab for a vocabulary that is too large.
  WordPiece(const Vocab& vocab, Rules rules);

  // Appends the pieces of a word; their lengths add up to the word's. A word that its tokens do not
  // cover is one unknown piece. Time is linear in its length, for a given vocabulary.
  void split(std::string_view word, std::vector<Piece>& pieces) const;

  const Rules& rules() const { return rules_; }
  void set_unknown_id(int32_t id) { rules_.unknown_id = id; }

 private:
  DoubleArray beginnings_;
  DoubleArray continuations_;  // without the prefix
  Rules rules_;
};

}  // namespace deberta

#endif  // DEBERTA_TEXT_MODELS_WORDPIECE_H_
