// The places of special tokens: "[CLS] A [SEP] B [SEP]" (tokenizer.json's TemplateProcessing).
#ifndef DEBERTA_TEXT_TEMPLATE_H_
#define DEBERTA_TEXT_TEMPLATE_H_

#include <algorithm>
#include <cstdint>
#include <vector>

namespace deberta {

struct TemplatePiece {
  enum class Kind { kText, kPair, kSpecial };
  Kind kind = Kind::kText;
  int32_t id = 0;       // of a special token
  int32_t type_id = 0;  // token_type_id of the piece's tokens
};

struct Template {
  std::vector<TemplatePiece> pieces;

  int specials() const {
    return static_cast<int>(
        std::ranges::count(pieces, TemplatePiece::Kind::kSpecial, &TemplatePiece::kind));
  }
  // The same without special tokens.
  Template bare() const {
    Template result = *this;
    std::erase_if(result.pieces, [](const TemplatePiece& piece) {
      return piece.kind == TemplatePiece::Kind::kSpecial;
    });
    return result;
  }
};

}  // namespace deberta

#endif  // DEBERTA_TEXT_TEMPLATE_H_
