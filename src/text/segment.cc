#include "text/segment.h"

#include <algorithm>
#include <string>
#include <utility>

#include "text/models/byte_level.h"
#include "text/models/word_cache.h"
#include "text/segment_builder.h"
#include "text/trimming.h"
#include "text/unicode/utf8.h"
#include "text/unigram_segment.h"
#include "text/wordpiece_segment.h"

namespace deberta {
namespace {

// A token that holds a part of a character stands for the whole character.
ByteSpan whole_characters(std::string_view text, ByteSpan span) {
  const auto continues = [&](uint32_t at) {
    return at < text.size() && (static_cast<uint8_t>(text[at]) & 0xc0) == 0x80;
  };
  if (continues(span.begin)) {
    span.begin = static_cast<uint32_t>(character_start(text, span.begin));
  }
  if (continues(span.end)) {
    const size_t start = character_start(text, span.end);
    if (start < span.end) span.end = static_cast<uint32_t>(start + decode_utf8(text, start).length);
  }
  return span;
}

class Segmenter : public SegmentBuilder {
 public:
  explicit Segmenter(const TokenizerParts& parts) : parts_(parts) {}

  void add_text(std::string_view text) {
    check_size(text);
    text_ = text;
    parts_.added_tokens.split(text, [this](ByteSpan span, const AddedToken* token) {
      token != nullptr ? add_added_token(span, *token) : add_piece(span);
    });
  }

 private:
  void add_added_token(ByteSpan span, const AddedToken& token) {
    begin_added_token();
    push(token.id, span, spaces_around(text_.substr(span.begin, span.end - span.begin)));
    end_word();
  }

  // A part of the text without added tokens.
  void add_piece(ByteSpan range) {
    const std::string_view piece = text_.substr(0, range.end);
    size_t begin = range.begin;
    if (parts_.add_prefix_space && piece[begin] != ' ') {
      const size_t size = prefixed_word_end(piece.substr(begin));
      add_prefixed_word(begin, size);
      begin += size;
    }
    while (begin < piece.size()) {
      const size_t end = word_end(piece, begin);
      auto at = static_cast<uint32_t>(begin);
      for (const Bpe::Piece& part : pieces_of(piece.substr(begin, end - begin), false)) {
        push(part, whole_characters(text_, {at, at + part.bytes}), piece[at]);
        at += part.bytes;
      }
      end_word();
      begin = end;
    }
  }

  // ' ' + the text's `size` bytes at `begin`. The space has the offsets of the character after it.
  void add_prefixed_word(size_t begin, size_t size) {
    const auto origin = static_cast<uint32_t>(begin);
    const uint32_t first = decode_utf8(text_, begin).length;
    uint32_t at = 0;  // in bytes of the word including its space
    for (const Bpe::Piece& part : pieces_of(text_.substr(begin, size), true)) {
      const uint32_t end = at + part.bytes;
      push(part,
           whole_characters(
               text_, {origin + (at == 0 ? 0 : at - 1), origin + (end == 1 ? first : end - 1)}),
           at == 0 ? ' ' : text_[origin + at - 1]);
      at = end;
    }
    end_word();
  }

  // Valid until the next call.
  std::span<const Bpe::Piece> pieces_of(std::string_view word, bool prefixed) {
    pieces_.clear();
    if (word.size() == 1 && !prefixed) {
      pieces_.push_back({parts_.bpe.byte_id(word[0]), 1});
      return pieces_;
    }
    if (word.size() > WordCache::kLongestWord) return split(word, prefixed);
    const WordCache::Word key(word, prefixed);
    if (const auto known = cache_.find(key); !known.empty()) return known;
    cache_.keep(key, split(word, prefixed));
    return pieces_;
  }

  std::span<const Bpe::Piece> split(std::string_view word, bool prefixed) {
    if (prefixed) {
      prefixed_word_.assign(1, ' ').append(word);
      word = prefixed_word_;
    }
    parts_.bpe.split(word, parts_.vocab, scratch_, pieces_);
    return pieces_;
  }

  // byte: the first of the piece.
  void push(const Bpe::Piece& part, ByteSpan span, char byte) {
    if (part.id == Bpe::kUnknown) return push_unknown(span, byte);
    push(part.id, span,
         parts_.trimming.spaces ? spaces_around_token(parts_.vocab.token(part.id)) : Spaces{});
  }

  void push_unknown(ByteSpan span, char byte) {
    if (parts_.unknown_byte_id < 0) return;
    if (parts_.keeps_unknown_bytes) {
      begin_unknown_token(byte_alphabet()[static_cast<uint8_t>(byte)]);
    }
    push(parts_.unknown_byte_id, span, Spaces{});
  }

  void push(int32_t id, ByteSpan span, Spaces spaces) {
    if (parts_.trimming.spaces) {
      const bool keeps = parts_.trimming.keeps_prefix_space;
      const ByteSpan in_front = trimmed(text_, span, spaces, keeps);
      if (keeps) segment_.offsets_in_front.push_back(in_front);
      span = span.begin == 0 ? in_front : trimmed(text_, span, spaces, false);
    }
    SegmentBuilder::push(id, span);
  }

  const TokenizerParts& parts_;
  std::string_view text_;
  Bpe::Scratch scratch_;
  WordCache cache_;
  std::vector<Bpe::Piece> pieces_;
  std::string prefixed_word_;
};

}  // namespace

Segment segment_of(const TokenizerParts& parts, std::string_view text) {
  if (parts.wordpiece) return wordpiece_segment_of(parts, text);
  return parts.unigram ? unigram_segment_of(parts, text) : build_segment<Segmenter>(parts, text);
}

Segment segment_of(const TokenizerParts& parts, std::span<const std::string_view> words) {
  if (parts.wordpiece) return wordpiece_segment_of(parts, words);
  return parts.unigram ? unigram_segment_of(parts, words) : build_segment<Segmenter>(parts, words);
}

}  // namespace deberta
