// SentencePiece's unigram model: of all ways to cut a text into pieces of the vocabulary, the one
// whose scores, logarithms of probabilities, have the largest sum. (Kudo 2018.) By Viterbi:
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

// Words are written with a space where files have "▁".
class Unigram {
 public:
  using Piece = Bpe::Piece;

  // Of a piece in sentencepiece's files.
  enum class Kind : uint8_t { kNormal = 1, kUnknown, kControl, kUserDefined, kUnused, kByte };

  struct Entry {
    std::string_view piece;  // as files write it
    double score;
    Kind kind;
  };

  // Which of two implementations is followed where they differ.
  enum class Arithmetic {
    kTokenizers,     // the Rust library: in double, and every piece of the vocabulary is found
    kSentencePiece,  // the C++ one: in float, and special pieces are not found in a text
  };

  struct Rules {
    Arithmetic arithmetic = Arithmetic::kTokenizers;
    bool joins_unknown = true;  // neighbouring unknown characters are one piece
  };

  Unigram() = default;
  // entries: by id. Throws kVocab for an unknown_id that is not among them, or a score that is not
  // finite.
  Unigram(const std::vector<Entry>& entries, int32_t unknown_id, Rules rules);

  // What split() works on; kept between calls, it saves their allocations.
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
  size_t longest_piece_ = 0;  // bytes, or those of any character
  int32_t unknown_id_ = 0;
  Rules rules_;
};

struct Unigram::Scratch {
  // The best way to end at a byte. Bytes are counted from the last one that every way goes through.
  struct End {
    double score;
    uint32_t begin;  // of its last piece
    int32_t id;
  };
  std::vector<End> ends;
};

}  // namespace deberta

#endif  // DEBERTA_TEXT_MODELS_UNIGRAM_H_
