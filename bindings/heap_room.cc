#include "bindings/heap_room.h"

#include <emscripten/heap.h>

#include <algorithm>

namespace deberta::bindings {

HeapRoom::HeapRoom() : begin_(*emscripten_get_sbrk_ptr()), reserved_(0) {}

void HeapRoom::reserve(uint64_t received, uint64_t expected) {
  constexpr uint64_t kTimes = 4;
  const uint64_t wanted = std::min(kTimes * received, expected);
  // The last step may be any; the others double the room.
  if (wanted < expected && wanted < 2 * reserved_) return;
  if (wanted <= reserved_) return;
  reserved_ = wanted;
  const uint64_t end = begin_ + wanted;
  if (end <= emscripten_get_heap_size() || end > emscripten_get_heap_max()) return;
  // Where there is no room, the allocation that needs it fails.
  (void)emscripten_resize_heap(static_cast<size_t>(end));
}

}  // namespace deberta::bindings
