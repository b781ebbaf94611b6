#include "text/models/unigram.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "base/error.h"
#include "text/unicode/utf8.h"

namespace deberta {
namespace {

constexpr std::string_view kMarker = "▁";
constexpr double kUnknownPenalty = 10;
constexpr size_t kLongestCharacter = 4;  // bytes
// The score of an end that no piece has reached; every other score is greater.
constexpr double kNoWay = std::numeric_limits<double>::quiet_NaN();

void append_with_spaces(std::string_view piece, std::string& result) {
  for (size_t done = 0; done < piece.size();) {
    const size_t at = std::min(piece.find(kMarker, done), piece.size());
    result.append(piece, done, at - done);
    if (at < piece.size()) result += ' ';
    done = at + kMarker.size();
  }
}

// Whether the reference searches a text for the piece. Pieces with a space are excluded, because
// there spaces are "▁".
bool is_found(const Unigram::Entry& entry, Unigram::Arithmetic arithmetic) {
  if (entry.piece.empty() || entry.piece.find(' ') != std::string_view::npos) return false;
  return arithmetic == Unigram::Arithmetic::kTokenizers || entry.kind == Unigram::Kind::kNormal;
}

}  // namespace

Unigram::Unigram(const std::vector<Entry>& entries, int32_t unknown_id, Rules rules)
    : longest_piece_(kLongestCharacter), unknown_id_(unknown_id), rules_(rules) {
  if (unknown_id < 0 || static_cast<size_t>(unknown_id) >= entries.size()) {
    throw Error(ErrorCode::kVocab, "vocab: unk_id is " + std::to_string(unknown_id) +
                                       ", there are " + std::to_string(entries.size()) + " pieces");
  }
  double lowest = std::numeric_limits<double>::max();
  std::string keys;
  std::vector<size_t> ends(entries.size());  // in keys; a piece that is not searched has no bytes
  scores_.reserve(entries.size());
  for (size_t id = 0; id < entries.size(); ++id) {
    const Entry& entry = entries[id];
    if (!std::isfinite(entry.score)) {
      throw Error(ErrorCode::kVocab, "vocab: the score of piece " + std::to_string(id));
    }
    scores_.push_back(entry.score);
    kinds_.push_back(entry.kind);
    if (rules.arithmetic == Arithmetic::kTokenizers || entry.kind == Kind::kNormal) {
      lowest = std::min(lowest, entry.score);
    }
    if (is_found(entry, rules.arithmetic)) append_with_spaces(entry.piece, keys);
    ends[id] = keys.size();
  }
  std::vector<DoubleArray::Entry> found;
  for (size_t id = 0, begin = 0; id < ends.size(); begin = ends[id++]) {
    const std::string_view key = std::string_view(keys).substr(begin, ends[id] - begin);
    if (!key.empty()) found.push_back({key, static_cast<int32_t>(id)});
    longest_piece_ = std::max(longest_piece_, key.size());
  }
  trie_ = DoubleArray(std::move(found));
  unknown_score_ = lowest - kUnknownPenalty;
}

// Sum: the type to which a sum is rounded. Sums are compared before rounding: exact ties are rare,
// but equal floats are not.
template <class Sum>
void Unigram::find_best(std::string_view word, Scratch& scratch, std::vector<Piece>& pieces) const {
  size_t first = 0;    // the last byte where a piece begins in every segmentation of the word
  size_t reached = 0;  // the last byte where a piece ends
  scratch.ends.resize(std::max(scratch.ends.size(), longest_piece_ + 1));
  Scratch::End* ends = scratch.ends.data();  // at the bytes from `first` on
  ends[0].score = 0;
  const auto reach = [&](size_t end, double score, size_t begin, int32_t id) {
    while (reached < end) ends[++reached - first].score = kNoWay;
    Scratch::End& best = ends[end - first];
    if (score <= best.score) return;
    best = {static_cast<Sum>(score), static_cast<uint32_t>(begin - first), id};
  };
  for (size_t begin = 0; begin < word.size();) {
    const bool ascii = static_cast<uint8_t>(word[begin]) < 0x80;
    const size_t character = begin + (ascii ? 1 : decode_utf8(word, begin).length);
    const double score = ends[begin - first].score;
    // No piece reaches beyond, so the best segmentation up to here is final. Thus a long word takes
    // only the memory of its pieces, except words like "aaaa…".
    if (reached == begin && first < begin) {
      take_best(scratch, begin - first, pieces);
      ends[0].score = score;
      first = begin;
    } else if (begin - first + longest_piece_ >= scratch.ends.size()) {
      scratch.ends.resize(2 * scratch.ends.size());
      ends = scratch.ends.data();
    }
    bool is_known = false;  // the character is a piece
    DoubleArray::Node node;
    for (size_t end = begin; end < word.size() && trie_.step(node, word[end]);) {
      const int32_t id = trie_.value(node);
      ++end;
      if (id < 0) continue;
      reach(end, scores_[static_cast<size_t>(id)] + score, begin, id);
      is_known |= end == character;
    }
    if (!is_known) {
      const Sum sum = static_cast<Sum>(unknown_score_) + static_cast<Sum>(score);
      reach(character, sum, begin, unknown_id_);
    }
    begin = character;
  }
  take_best(scratch, word.size() - first, pieces);
}

// Appends the pieces of the best segmentation up to an end.
void Unigram::take_best(const Scratch& scratch, size_t end, std::vector<Piece>& pieces) {
  const std::vector<Scratch::End>& ends = scratch.ends;
  const auto first = static_cast<ptrdiff_t>(pieces.size());
  for (; end > 0; end = ends[end].begin) {
    pieces.push_back({ends[end].id, static_cast<uint32_t>(end) - ends[end].begin});
  }
  std::reverse(pieces.begin() + first, pieces.end());
}

void Unigram::split(std::string_view word, Scratch& scratch, std::vector<Piece>& pieces) const {
  const auto first = static_cast<ptrdiff_t>(pieces.size());
  rules_.arithmetic == Arithmetic::kTokenizers ? find_best<double>(word, scratch, pieces)
                                               : find_best<float>(word, scratch, pieces);
  if (!rules_.joins_unknown) return;
  const auto joins = [&](Piece& left, const Piece& right) {
    if (left.id != unknown_id_ || right.id != unknown_id_) return false;
    left.bytes += right.bytes;
    return true;
  };
  auto kept = pieces.begin() + first;
  for (auto piece = kept; piece != pieces.end(); ++piece) {
    if (piece == kept || joins(*kept, *piece)) continue;
    *++kept = *piece;
  }
  if (kept != pieces.end()) pieces.erase(kept + 1, pieces.end());
}

}  // namespace deberta
