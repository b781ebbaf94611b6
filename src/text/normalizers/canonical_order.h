// NFD and NFC of a stream of code points that have places in an original text.
#ifndef DEBERTA_TEXT_NORMALIZERS_CANONICAL_ORDER_H_
#define DEBERTA_TEXT_NORMALIZERS_CANONICAL_ORDER_H_

#include <cstdint>
#include <span>
#include <vector>

#include "text/unicode/bert_characters.h"
#include "text/unicode/byte_span.h"
#include "text/unicode/normal_form.h"

namespace deberta {

// Holds a starter and the marks after it until the next starter. Places are assigned as in the Rust
// library: the n-th code point of the result that is not an additional one of a decomposition has
// the place of the n-th code point of the input; an additional one has that of the one before. A
// code point that is composed has the places of both parts.
class CanonicalOrder {
 public:
  struct Form {
    bool composes = false;     // NFC
    bool knows_recent = true;  // false: BertCharacter::recent code points are not changed
  };

  explicit CanonicalOrder(Form form) : form_(form) {}

  // emit(point, origin) is called for the code points that are complete.
  template <class Emit>
  void put(uint32_t point, ByteSpan origin, const Emit& emit) {
    inputs_.push_back(origin);
    bool is_first = true;
    const bool changes = form_.knows_recent || !character(point).recent;
    const Decomposition parts(changes ? point : 0);
    for (uint32_t part : changes ? parts.points() : std::span(&point, 1)) {
      const uint8_t rank = changes ? character(part).rank : 0;
      if (rank > 0 || held_.empty() || !joins_starter(part, origin, emit)) {
        held_.push_back({part, rank, is_first, origin});
      }
      is_first = false;
    }
  }

  template <class Emit>
  void finish(const Emit& emit) {
    if (held_.empty()) return;
    order();
    emit_held(emit);
  }

 private:
  struct Held {
    uint32_t point;
    uint8_t rank;
    bool is_first;  // of its decomposition
    ByteSpan origin;
  };

  BertCharacter character(uint32_t point) {
    if (point < known_.begin || point >= known_.end) known_ = bert_character(point);
    return known_;
  }

  // A starter follows, so what is held is complete. Returns whether it composes with the starter.
  template <class Emit>
  bool joins_starter(uint32_t starter, ByteSpan origin, const Emit& emit) {
    order();
    if (form_.composes && held_.size() == 1 && compose(held_[0], {starter, 0, false, origin})) {
      return true;
    }
    emit_held(emit);
    return false;
  }

  template <class Emit>
  void emit_held(const Emit& emit) {
    for (const Held& each : held_) emit(each.point, each.origin);
    held_.clear();
  }

  // Sorts the marks; then assigns places, or composes.
  void order();
  void assign_places();
  void compose_marks();
  static bool compose(Held& first, const Held& second);

  const Form form_;
  std::vector<Held> held_;
  std::vector<ByteSpan> inputs_;  // for NFD: places of the input that are not assigned yet
  std::vector<ByteSpan> places_;  // for NFC: those of held_, before it is sorted
  ByteSpan place_ = {};           // that was assigned last
  BertCharacter known_{};
};

}  // namespace deberta

#endif  // DEBERTA_TEXT_NORMALIZERS_CANONICAL_ORDER_H_
