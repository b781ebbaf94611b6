// Changes of inputs that keep most of a format intact.
#ifndef DEBERTA_TESTS_FUZZ_MUTATORS_MUTATOR_H_
#define DEBERTA_TESTS_FUZZ_MUTATORS_MUTATOR_H_

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/random.h"

namespace deberta::fuzz {

using Mutator = void (*)(std::string& bytes, Random& random, size_t max_size);

// Any bytes. libfuzzer.cc and standalone.cc have one each.
void mutate_bytes(std::string& bytes, Random& random, size_t max_size);

// A value of a JSON document becomes another one, is removed or repeated. Text that is not JSON is
// changed as bytes.
void mutate_json(std::string& json, Random& random, size_t max_size);

// u64 size | JSON | data: the JSON, mostly with the size that fits it, or the data.
void mutate_safetensors(std::string& file, Random& random, size_t max_size);

// An opcode of a pickle is changed, removed, repeated or moved; so are strings and integers.
void mutate_pickle(std::string& pickle, Random& random, size_t max_size);

// The entries of a zip file, with checksums and sizes that fit; data.pkl as a pickle.
void mutate_zip(std::string& file, Random& random, size_t max_size);

// The fields of a message of Protocol Buffers, and of messages in it.
void mutate_protobuf(std::string& message, Random& random, size_t max_size);

// The numbers of u32 size | u32… | texts, as in a charsmap.
void mutate_charsmap(std::string& blob, Random& random, size_t max_size);

// Changes one of the parts that Input::part() reads, by the mutator of its place.
void mutate_parts(std::string& input, Random& random, size_t max_size,
                  const std::vector<Mutator>& mutators);

// Removes, repeats, swaps or moves an element of a list. Returns false where that is impossible.
template <class T>
bool mutate_order(std::vector<T>& list, Random& random) {
  if (list.empty()) return false;
  const size_t at = random.below(list.size());
  const auto place = list.begin() + static_cast<std::ptrdiff_t>(at);
  switch (random.below(4)) {
    case 0:
      list.erase(place);
      return true;
    case 1: {
      T copy = *place;
      list.insert(list.begin() + static_cast<std::ptrdiff_t>(random.below(list.size() + 1)),
                  std::move(copy));
      return true;
    }
    case 2:
      std::swap(*place, list[random.below(list.size())]);
      return true;
    default: {
      T copy = *place;
      std::vector<T> copies(1 + random.below(16), copy);
      list.insert(place, copies.begin(), copies.end());
      return true;
    }
  }
}

// A number at the border of some type.
inline uint64_t interesting(Random& random) {
  constexpr uint64_t kBorders[] = {0, 1, 2, 7, 8, 127, 255, 4096, 65535};
  switch (random.below(5)) {
    case 0:
      return random.pick(kBorders);
    case 1:
      return uint64_t{1} << random.below(64);
    case 2:
      return (uint64_t{1} << random.below(64)) - 1;
    case 3:
      return ~(uint64_t{1} << random.below(64)) + random.below(3);
    default:
      return random.next() >> random.below(32);
  }
}

}  // namespace deberta::fuzz

#endif  // DEBERTA_TESTS_FUZZ_MUTATORS_MUTATOR_H_
