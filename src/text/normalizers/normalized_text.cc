#include "text/normalizers/normalized_text.h"

#include "base/error.h"

namespace deberta {

void NormalizedText::clear() {
  text_.clear();
  runs_.clear();
}

void NormalizedText::check_room(size_t bytes) const {
  if (bytes < kSame && text_.size() < kSame - bytes) return;
  throw Error(ErrorCode::kInput, "expected a normalised text of less than 4 GiB");
}

void NormalizedText::append(std::string_view character, ByteSpan origin) {
  if (origin.end - origin.begin == character.size()) return append_same(character, origin.begin);
  check_room(character.size());
  const Run run{static_cast<uint32_t>(text_.size()), origin.begin, origin.end};
  if (runs_.empty() || runs_.back().origin != run.origin || runs_.back().end != run.end) {
    runs_.push_back(run);
  }
  text_ += character;
}

void NormalizedText::append_same(std::string_view characters, uint32_t begin) {
  check_room(characters.size());
  const auto at = static_cast<uint32_t>(text_.size());
  const bool continues = !runs_.empty() && runs_.back().end == kSame &&
                         begin - runs_.back().origin == at - runs_.back().begin;
  if (!continues) runs_.push_back({at, begin, kSame});
  text_ += characters;
}

void NormalizedText::pop(size_t bytes) {
  text_.resize(text_.size() - bytes);
  if (runs_.back().begin == text_.size()) runs_.pop_back();
}

ByteSpan NormalizedText::origin(uint32_t begin, uint32_t end, Cursor& cursor) const {
  const auto advance = [&](uint32_t at) {
    while (cursor.run + 1 < runs_.size() && runs_[cursor.run + 1].begin <= at) ++cursor.run;
    return runs_[cursor.run];
  };
  const Run first = advance(begin);
  const Run last = advance(end - 1);
  return {first.end == kSame ? first.origin + (begin - first.begin) : first.origin,
          last.end == kSame ? last.origin + (end - last.begin) : last.end};
}

}  // namespace deberta
