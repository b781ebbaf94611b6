#include "text/unigram_segment.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>
#include <utility>

#include "text/models/word_cache.h"
#include "text/segment_builder.h"
#include "text/unicode/utf8.h"

namespace deberta {
namespace {

constexpr std::string_view kMarker = "▁";

// Keeps copies of the words of a WordCache, which only points to them.
class WordStore {
 public:
  std::string_view copy(std::string_view word) {
    if (left_ < word.size()) {
      blocks_.push_back(std::make_unique<char[]>(kBlock));
      left_ = kBlock;
    }
    char* begin = blocks_.back().get() + (kBlock - left_);
    std::memcpy(begin, word.data(), word.size());
    left_ -= word.size();
    return {begin, word.size()};
  }

 private:
  static constexpr size_t kBlock = 4096;
  static_assert(kBlock >= WordCache::kLongestWord);
  std::vector<std::unique_ptr<char[]>> blocks_;
  size_t left_ = 0;
};

class UnigramSegmenter : public SegmentBuilder {
 public:
  explicit UnigramSegmenter(const TokenizerParts& parts)
      : parts_(parts), unigram_(*parts.unigram) {}

  void add_text(std::string_view text) {
    check_size(text);
    text_ = text;
    const ByteSpan whole{0, static_cast<uint32_t>(text.size())};
    parts_.added_tokens.split(text, whole, /*normalized=*/false,
                              [this](ByteSpan span, const AddedToken* token) {
                                token != nullptr ? add_added_token(span, *token) : add_piece(span);
                              });
  }

 private:
  void add_added_token(ByteSpan span, const AddedToken& token) {
    begin_added_token();
    SegmentBuilder::push(token.id, span);
    end_word();
  }

  // A part of the text without added tokens; normalising it may produce some.
  void add_piece(ByteSpan span) {
    normalized_.clear();
    cursor_ = {};
    unigram_.normalizer.normalize(text_, span, normalized_);
    const std::string_view text = normalized_.text();
    const ByteSpan whole{0, static_cast<uint32_t>(text.size())};
    parts_.added_tokens.split(
        text, whole, /*normalized=*/true, [this](ByteSpan part, const AddedToken* token) {
          token != nullptr ? add_added_token(origin(part), *token) : add_words(part);
        });
  }

  // A non-empty part of the normalised text.
  void add_words(ByteSpan span) {
    const std::string_view text = normalized_.text().substr(0, span.end);
    const bool begins_word = text[span.begin] == ' ' || is_marker(text, span.begin);
    const bool at_start = origin({span.begin, span.begin + 1}).begin == 0;
    bool prefixed =
        parts_.add_prefix_space && !begins_word && (at_start || !unigram_.prefix_at_start_only);
    if (parts_.reference == Reference::kSlow) return add_whole(text, span.begin, prefixed);
    for (size_t begin = span.begin; begin < text.size();) {
      const size_t end = word_end(text, begin);
      auto at = static_cast<uint32_t>(begin);
      for (const Bpe::Piece& piece : pieces_of(text.substr(begin, end - begin), prefixed)) {
        push(piece, at, prefixed);
        prefixed = false;  // of the first piece
        at += piece.bytes;
      }
      end_word();
      begin = end;
    }
  }

  // sentencepiece does not split a text into words first. Its sums are rounded, so a result depends
  // on the whole text.
  void add_whole(std::string_view text, size_t begin, bool prefixed) {
    auto at = static_cast<uint32_t>(begin);
    for (const Bpe::Piece& piece : split(text.substr(begin), prefixed)) {
      if (at > begin && text[at] == ' ') end_word();
      if (piece.id == unigram_.model.unknown_id() && !unigram_.byte_ids.empty()) {
        for (char byte : text.substr(at, piece.bytes)) {
          SegmentBuilder::push(unigram_.byte_ids[static_cast<uint8_t>(byte)],
                               origin_of(at, piece.bytes));
        }
      } else {
        push(piece, at, prefixed);
      }
      prefixed = false;
      at += piece.bytes;
    }
    end_word();
  }

  // A piece of the normalised text at `at`. has_prefix: the text's prefix, which is not counted in
  // bytes, belongs to it.
  void push(const Bpe::Piece& piece, uint32_t at, bool has_prefix) {
    if (piece.id == unigram_.model.unknown_id()) {
      std::string text(has_prefix ? kMarker : "");
      for (char c : normalized_.text().substr(at, piece.bytes)) {
        c == ' ' ? text += kMarker : text += c;
      }
      begin_unknown_token(std::move(text));
    }
    SegmentBuilder::push(piece.id, origin_of(at, piece.bytes));
  }

  static bool is_marker(std::string_view text, size_t at) {
    return text.compare(at, kMarker.size(), kMarker) == 0;
  }

  // The end of the word at `begin`: the beginning of the next word, with ' ' or "▁".
  static size_t word_end(std::string_view text, size_t begin) {
    for (size_t at = begin + 1; at < text.size(); ++at) {
      if (text[at] == ' ' || (text[at] == kMarker[0] && is_marker(text, at))) return at;
    }
    return text.size();
  }

  // For a word in the normalised text; the bytes of a prefix are not counted. Valid until the next
  // call.
  std::span<const Bpe::Piece> pieces_of(std::string_view word, bool prefixed) {
    if (word.size() > WordCache::kLongestWord) return split(word, prefixed);
    if (const auto known = cache_.find({word, prefixed}); !known.empty()) return known;
    split(word, prefixed);
    cache_.keep({words_.copy(word), prefixed}, pieces_);
    return pieces_;
  }

  std::span<const Bpe::Piece> split(std::string_view word, bool prefixed) {
    pieces_.clear();
    const bool has_marker = is_marker(word, 0);
    if (prefixed || has_marker) {
      written_.assign(1, ' ').append(word.substr(has_marker ? kMarker.size() : 0));
      unigram_.model.split(written_, scratch_, pieces_);
      pieces_[0].bytes +=
          static_cast<uint32_t>(word.size()) - static_cast<uint32_t>(written_.size());
    } else {
      unigram_.model.split(word, scratch_, pieces_);
    }
    return pieces_;
  }

  // A prefix by itself has the origin of the character after it.
  ByteSpan origin_of(uint32_t at, uint32_t bytes) {
    const uint32_t end = bytes > 0 ? at + bytes : at + decode_utf8(normalized_.text(), at).length;
    return origin({at, end});
  }

  ByteSpan origin(ByteSpan span) { return normalized_.origin(span.begin, span.end, cursor_); }

  const TokenizerParts& parts_;
  const UnigramParts& unigram_;
  std::string_view text_;
  NormalizedText normalized_;
  NormalizedText::Cursor cursor_;
  Unigram::Scratch scratch_;
  WordCache cache_;
  WordStore words_;
  std::vector<Bpe::Piece> pieces_;
  std::string written_;
};

}  // namespace

Segment unigram_segment_of(const TokenizerParts& parts, std::string_view text) {
  return build_segment<UnigramSegmenter>(parts, text);
}

Segment unigram_segment_of(const TokenizerParts& parts, std::span<const std::string_view> words) {
  return build_segment<UnigramSegmenter>(parts, words);
}

}  // namespace deberta
