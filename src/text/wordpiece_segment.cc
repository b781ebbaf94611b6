#include "text/wordpiece_segment.h"

#include <vector>

#include "text/segment_builder.h"
#include "text/unicode/bert_characters.h"
#include "text/unicode/unicode.h"
#include "text/unicode/utf8.h"

namespace deberta {
namespace {

class WordPieceSegmenter : public SegmentBuilder {
 public:
  explicit WordPieceSegmenter(const TokenizerParts& parts)
      : parts_(parts), wordpiece_(*parts.wordpiece) {}

  void add_text(std::string_view text) {
    check_size(text);
    text_ = text;
    const ByteSpan whole{0, static_cast<uint32_t>(text.size())};
    parts_.added_tokens.split(
        text, whole, /*normalized=*/false, [this](ByteSpan span, const AddedToken* token) {
          if (token != nullptr) return add_added_token(span, *token);
          parts_.reference == Reference::kSlow ? add_slow_piece(span) : add_piece(span);
        });
  }

 private:
  void add_added_token(ByteSpan span, const AddedToken& token) {
    begin_added_token();
    push(token.id, span);
    end_word();
  }

  void normalize(const BertNormalizer& normalizer, ByteSpan span) {
    normalized_.clear();
    cursor_ = {};
    normalizer.normalize(text_, span, normalized_);
  }

  ByteSpan whole() const { return {0, static_cast<uint32_t>(normalized_.text().size())}; }

  // A part of the text without added tokens; normalising it may produce some.
  void add_piece(ByteSpan span) {
    normalize(wordpiece_.normalizer, span);
    parts_.added_tokens.split(normalized_.text(), whole(), /*normalized=*/true,
                              [this](ByteSpan part, const AddedToken* token) {
                                token != nullptr ? add_added_token(origin(part), *token)
                                                 : add_words(part);
                              });
  }

  // Python searches ordinary added tokens in the text in lower case, before all other steps.
  void add_slow_piece(ByteSpan span) {
    if (!parts_.added_tokens.has_normalized()) return add_basic_tokens(span);
    const BertNormalizer lower(BertNormalizer::kLowerCase);
    NormalizedText lowered;
    NormalizedText::Cursor cursor;
    lower.normalize(text_, span, lowered);
    const ByteSpan all{0, static_cast<uint32_t>(lowered.text().size())};
    parts_.added_tokens.split(
        lowered.text(), all, /*normalized=*/true, [&](ByteSpan part, const AddedToken* token) {
          const ByteSpan place = lowered.origin(part.begin, part.end, cursor);
          token != nullptr ? add_added_token(place, *token) : add_basic_tokens(place);
        });
  }

  // BasicTokenizer: words of never_split are found after all steps but strip_accents, and again
  // after splitting at punctuation.
  void add_basic_tokens(ByteSpan span) {
    if (wordpiece_.never_split.empty()) return add_normalized(span);
    BertNormalizer::Rules rules = wordpiece_.normalizer.rules();
    rules.strips_accents = false;
    NormalizedText composed;
    NormalizedText::Cursor cursor;
    BertNormalizer(rules).normalize(text_, span, composed);
    const std::string_view text = composed.text();
    for (uint32_t at = 0; at < text.size();) {
      const uint32_t begin = at;
      while (at < text.size() && !is_space(text, at)) at += decode_utf8(text, at).length;
      if (at > begin) {
        const ByteSpan place = composed.origin(begin, at, cursor);
        add_word_or_split(text.substr(begin, at - begin), place);
      }
      if (at < text.size()) at += decode_utf8(text, at).length;
    }
  }

  void add_word_or_split(std::string_view word, ByteSpan place) {
    wordpiece_.never_split.contains(word) ? add_whole(word, place) : add_normalized(place);
  }

  void add_whole(std::string_view word, ByteSpan place) {
    push(parts_.vocab.find(word).value_or(wordpiece_.model.rules().unknown_id), place);
    end_word();
  }

  void add_normalized(ByteSpan span) {
    normalize(wordpiece_.normalizer, span);
    add_words(whole());
  }

  void add_words(ByteSpan part) {
    const std::string_view text = normalized_.text().substr(0, part.end);
    for (uint32_t at = part.begin; at < text.size();) {
      uint32_t end = at + decode_utf8(text, at).length;
      if (is_space(text, at)) {
        at = end;
        continue;
      }
      if (!is_punctuation(text, at)) {
        while (end < text.size() && !is_space(text, end) && !is_punctuation(text, end)) {
          end += decode_utf8(text, end).length;
        }
      }
      add_word(at, text.substr(at, end - at));
      at = end;
    }
  }

  void add_word(uint32_t at, std::string_view word) {
    if (wordpiece_.never_split.contains(word)) {
      return add_whole(word, origin({at, at + static_cast<uint32_t>(word.size())}));
    }
    pieces_.clear();
    wordpiece_.model.split(word, pieces_);
    for (const WordPiece::Piece& piece : pieces_) {
      push(piece.id, origin({at, at + piece.bytes}));
      at += piece.bytes;
    }
    end_word();
  }

  static bool is_space(std::string_view text, uint32_t at) {
    return class_of(decode_utf8(text, at).value) == CharClass::kSpace;
  }

  bool is_punctuation(std::string_view text, uint32_t at) {
    if (!wordpiece_.splits_punctuation) return false;
    const uint32_t point = decode_utf8(text, at).value;
    if (point < character_.begin || point >= character_.end) character_ = bert_character(point);
    const bool python = parts_.reference == Reference::kSlow;
    return (python ? character_.python : character_.rust) == BertClass::kPunctuation;
  }

  ByteSpan origin(ByteSpan span) { return normalized_.origin(span.begin, span.end, cursor_); }

  const TokenizerParts& parts_;
  const WordPieceParts& wordpiece_;
  std::string_view text_;
  NormalizedText normalized_;
  NormalizedText::Cursor cursor_;
  BertCharacter character_{};
  std::vector<WordPiece::Piece> pieces_;
};

}  // namespace

Segment wordpiece_segment_of(const TokenizerParts& parts, std::string_view text) {
  return build_segment<WordPieceSegmenter>(parts, text);
}

Segment wordpiece_segment_of(const TokenizerParts& parts, std::span<const std::string_view> words) {
  return build_segment<WordPieceSegmenter>(parts, words);
}

}  // namespace deberta
