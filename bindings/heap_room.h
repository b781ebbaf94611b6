// Lets WebAssembly's memory grow in few steps while a model is loaded.
#ifndef DEBERTA_BINDINGS_HEAP_ROOM_H_
#define DEBERTA_BINDINGS_HEAP_ROOM_H_

#include <cstdint>

namespace deberta::bindings {

// Each growth makes the engine detach a buffer of the whole memory, which costs about half a
// millisecond and a garbage collection now and then. Growing for each matrix of deberta-base in 8
// bits took a third of its load. (Emscripten can grow by more at a time, but always: memory never
// shrinks.)
class HeapRoom {
 public:
  HeapRoom();

  // After so many bytes of a file, for a model that will take `expected`: makes room for a part of
  // it in proportion, so that a header that claims more than its file has makes no memory grow.
  void reserve(uint64_t received, uint64_t expected);

 private:
  uint64_t begin_;     // the end of what is allocated, before the load
  uint64_t reserved_;  // bytes after it
};

}  // namespace deberta::bindings

#endif  // DEBERTA_BINDINGS_HEAP_ROOM_H_
