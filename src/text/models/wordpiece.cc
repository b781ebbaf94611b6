#include "text/models/wordpiece.h"

#include <utility>

#include "text/unicode/utf8.h"

namespace deberta {
namespace {

bool has_more_characters(std::string_view word, size_t limit) {
  if (word.size() <= limit) return false;
  size_t count = 0;
  for (size_t at = 0; at < word.size() && count <= limit; ++count) {
    at += decode_utf8(word, at).length;
  }
  return count > limit;
}

}  // namespace

WordPiece::WordPiece(const Vocab& vocab, Rules rules) : rules_(std::move(rules)) {
  std::vector<DoubleArray::Entry> beginnings, continuations;
  for (int32_t id = 0; id < vocab.size(); ++id) {
    const std::string_view token = vocab.token(id);
    if (!token.empty()) beginnings.push_back({token, id});
    if (token.size() > rules_.prefix.size() && token.starts_with(rules_.prefix)) {
      continuations.push_back({token.substr(rules_.prefix.size()), id});
    }
  }
  beginnings_ = DoubleArray(std::move(beginnings));
  continuations_ = DoubleArray(std::move(continuations));
}

void WordPiece::split(std::string_view word, std::vector<Piece>& pieces) const {
  const size_t first = pieces.size();
  const bool is_long = has_more_characters(word, static_cast<size_t>(rules_.longest_word));
  for (size_t begin = 0; begin < word.size();) {
    const DoubleArray& trie = begin == 0 ? beginnings_ : continuations_;
    Piece longest{rules_.unknown_id, 0};
    DoubleArray::Node node;
    for (size_t end = begin; !is_long && end < word.size() && trie.step(node, word[end]);) {
      ++end;
      if (const int32_t id = trie.value(node); id >= 0) {
        longest = {id, static_cast<uint32_t>(end - begin)};
      }
    }
    if (longest.bytes == 0) {
      pieces.resize(first);
      pieces.push_back({rules_.unknown_id, static_cast<uint32_t>(word.size())});
      return;
    }
    pieces.push_back(longest);
    begin += longest.bytes;
  }
}

}  // namespace deberta
