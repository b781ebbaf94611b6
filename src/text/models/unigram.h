// SentencePiece's unigram model: of all segmentations of a text into pieces of the vocabulary, it
// takes the one with the largest sum of scores, which are logarithms of probabilities. (Kudo 2018.)
// By Viterbi:
//   best(end) = max over pieces of text[begin, end) of best(begin) + score(piece)
#ifndef DEBERTA_TEXT_MODELS_UNIGRAM_H_
#define DEBERTA_TEXT_MODELS_UNIGRAM_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "text/models/bpe.h"
#include "text/models/double_array.h"
#include "text/models/vocab.h"

namespace deberta {

// Words have a space where files have "▁".
class Unigram {
 public:
  using Piece = Bpe::Piece;

  // The kind of a piece in sentencepiece's files.
  enum class Kind : uint8_t { kNormal = 1, kUnknown, kControl, kUserDefined, kUnused, kByte };

  struct Entry {
    std::string_view piece;  // as written in files
    double score;
    Kind kind;
  };

  // The implementation to follow where the two differ.
  enum class Arithmetic {
    kTokenizers,     // the Rust library: sums are double, and every piece of the vocabulary is
                     // searched
    kSentencePiece,  // the C++ one: sums are float, and special pieces are not searched
  };

  struct Rules {
    Arithmetic arithmetic = Arithmetic::kTokenizers;
    bool joins_unknown = true;  // join neighbouring unknown characters to one piece
  };

  Unigram() = default;
  // entries: by id. Throws kVocab for an unknown_id that is not among them, or a score that is not
  // finite.
  Unigram(const std::vector<Entry>& entries, int32_t unknown_id, Rules rules);

  // The working memory of split(); keeping it between calls saves allocations.
  struct Scratch;

  // Appends the pieces of a word, in order; their lengths add up to the word's. Time and memory are
  // linear in its length, for a given vocabulary.
  void split(std::string_view word, Scratch& scratch, std::vector<Piece>& pieces) const;

  int32_t unknown_id() const { return unknown_id_; }
  // By id.
  const std::vector<double>& scores() const { return scores_; }
  const std::vector<Kind>& kinds() const { return kinds_; }

 private:
  template <class Sum>
  void find_best(std::string_view word, Scratch& scratch, std::vector<Piece>& pieces) const;
  static void take_best(const Scratch& scratch, size_t end, std::vector<Piece>& pieces);

  DoubleArray trie_;
  std::vector<double> scores_;
  std::vector<Kind> kinds_;
  double unknown_score_ = 0;
  size_t longest_piece_ = 0;  // in bytes; at least the longest character's
  int32_t unknown_id_ = 0;
  Rules rules_;
};

struct Unigram::Scratch {
  // The best segmentation that ends at a byte. Bytes are counted from the last one where every
  // segmentation has a border.
  struct End {
    double score;
    uint32_t begin;  // of its last piece
    int32_t id;
  };
  std::vector<End> ends;
};

}  // namespace deberta

#endif  // DEBERTA_TEXT_MODELS_UNIGRAM_H_
