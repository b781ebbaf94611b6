// The memory where a caller puts the bytes that a method reads.
#ifndef DEBERTA_BINDINGS_STAGING_H_
#define DEBERTA_BINDINGS_STAGING_H_

#include <string_view>

#include "deberta.h"

namespace deberta::bindings {

// Byte lengths are JavaScript numbers.
class Staging {
 public:
  // The address of an area of at least that many bytes, valid until the next reserve().
  double reserve(double byte_length) {
    if (!(byte_length >= 0 && byte_length < 4294967296.0)) {
      throw Error(ErrorCode::kInput, "expected a length of 0 to 2^32 - 1 bytes");
    }
    const auto size = static_cast<size_t>(byte_length);
    if (area_.size() < size || area_.data() == nullptr) {
      area_ = Buffer();  // freed first: memory for both may not be available
      area_ = Buffer(size);
    }
    return static_cast<double>(reinterpret_cast<uintptr_t>(area_.data()));
  }

  // The first `byte_length` staged bytes. Throws kInput when there are fewer.
  std::string_view bytes(double byte_length) const {
    if (!(byte_length >= 0 && byte_length <= static_cast<double>(area_.size()))) {
      throw Error(ErrorCode::kInput,
                  "expected at most " + std::to_string(area_.size()) + " staged bytes");
    }
    return {reinterpret_cast<const char*>(area_.data()), static_cast<size_t>(byte_length)};
  }

  void free() { area_ = Buffer(); }

 private:
  Buffer area_;
};

}  // namespace deberta::bindings

#endif  // DEBERTA_BINDINGS_STAGING_H_
