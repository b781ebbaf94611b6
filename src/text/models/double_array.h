// A trie in one array, which finds the strings that a text begins with. (Aoe 1989; the layout is
// similar to Darts-clone's.)
#ifndef DEBERTA_TEXT_MODELS_DOUBLE_ARRAY_H_
#define DEBERTA_TEXT_MODELS_DOUBLE_ARRAY_H_

#include <cstdint>
#include <string_view>
#include <vector>

namespace deberta {

// A node is an index. Its child for a byte is base ^ byte, if the unit there has that label. No two
// nodes share a base, so the label identifies a unit's parent. Blocks are always whole, so every
// step stays in the array.
class DoubleArray {
 public:
  struct Entry {
    std::string_view key;  // not empty
    int32_t value;         // not negative
  };

  DoubleArray() : DoubleArray(std::vector<Entry>()) {}
  // Keys in any order, each once. Throws kVocab for more than fit, about 2²³ nodes, and for a key
  // of more than kLongestKey bytes: a search at each character of a text walks along it.
  static constexpr size_t kLongestKey = 1024;
  explicit DoubleArray(std::vector<Entry> entries);

  // A walk along a text: it begins at the root and ends when step() returns false.
  struct Node {
    uint32_t index = 0;
  };
  bool step(Node& node, char byte) const {
    const uint32_t next = units_[node.index].state >> kBaseShift ^ static_cast<uint8_t>(byte);
    if ((units_[next].state & kLabelMask) != label_of(byte)) return false;
    node.index = next;
    return true;
  }
  // The value of the key that ends at the node, or −1.
  int32_t value(Node node) const { return units_[node.index].value; }

 private:
  struct Unit {
    uint32_t state = 0;  // base, kUsed, label
    int32_t value = -1;
  };
  static constexpr uint32_t kBaseShift = 9;
  static constexpr uint32_t kUsed = 0x100;
  static constexpr uint32_t kLabelMask = 0x1ff;
  static uint32_t label_of(char byte) { return kUsed | static_cast<uint8_t>(byte); }

  class Builder;
  std::vector<Unit> units_;
};

}  // namespace deberta

#endif  // DEBERTA_TEXT_MODELS_DOUBLE_ARRAY_H_
