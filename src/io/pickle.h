// Reads Python's pickles as data. Nothing in them is executed: a function call becomes a value that
// holds the function's name and its arguments, and only functions on a list may be named.
#ifndef DEBERTA_IO_PICKLE_H_
#define DEBERTA_IO_PICKLE_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace deberta {

// Values refer to each other by index, so shared and cyclic values need no special treatment.
using PickleRef = uint32_t;

struct PickleValue {
  enum class Kind {
    kNone,
    kBool,        // integer
    kInteger,     // integer
    kLong,        // more than 64 bits; text: its bytes, little-endian
    kFloat,       // its value is not needed and not kept
    kString,      // text, as bytes
    kTuple,       // items
    kList,        // items
    kDict,        // items: key, value, key, value, …
    kGlobal,      // text: "module name"
    kObject,      // items: the called global, its arguments (a tuple), then as for kDict
    kPersistent,  // items: the tuple that identifies an object outside the pickle
  };
  Kind kind = Kind::kNone;
  int depth = 1;  // levels of values
  int64_t integer = 0;
  std::string text;
  std::vector<PickleRef> items;
};

// A push parser of one pickle of protocol 2 … 5. It accepts only the opcodes that torch.save needs
// for a dictionary of tensors. The caps below bound its memory.
class PickleReader {
 public:
  static constexpr uint64_t kMaxSize = 16 << 20;  // bytes
  static constexpr size_t kMaxOperations = 4 << 20;
  static constexpr size_t kMaxValues = 1 << 20;
  static constexpr size_t kMaxMemo = 1 << 20;
  static constexpr size_t kMaxStack = 1 << 14;  // torch.save needs 2,000: 1,000 pairs at a time
  static constexpr int kMaxDepth = 32;
  static constexpr size_t kMaxText = 1 << 16;   // bytes of a string
  static constexpr size_t kMaxGlobal = 1 << 8;  // bytes of "module\nname\n"

  // Borrows the list of allowed globals, "module name" each.
  explicit PickleReader(std::span<const std::string_view> globals);

  // Takes the pickle's next bytes and returns how many it took: fewer than given only where the
  // pickle ends. Throws kPtPickle, kPtOpcode, kPtGlobal.
  size_t write(std::span<const std::byte> bytes);
  bool done() const { return done_; }
  uint64_t size() const { return position_; }  // bytes taken

  // The pickle's value, once done.
  const PickleValue& result() const { return values_[result_]; }
  const PickleValue& at(PickleRef ref) const { return values_[ref]; }
  const std::vector<PickleValue>& values() const { return values_; }

 private:
  size_t needed() const;
  uint64_t argument(size_t bytes) const;
  void execute();
  bool push_value(uint8_t opcode);
  bool push_container(uint8_t opcode);
  bool use_memo(uint8_t opcode);
  [[noreturn]] void refuse(uint8_t opcode) const;
  PickleRef add(PickleValue value);
  void push(PickleRef ref);
  void push_string(size_t begin);
  void push_integer(int64_t value);
  void push_long(size_t bytes);
  void push_global(std::string name);
  void push_global_of_names(const std::vector<PickleRef>& names);
  void push_group(PickleValue::Kind kind, std::vector<PickleRef> items);
  size_t floor() const { return marks_.empty() ? 0 : marks_.back(); }
  PickleRef top();
  PickleRef pop();
  std::vector<PickleRef> pop_last(size_t count);
  std::vector<PickleRef> pop_to_mark();
  void extend(PickleValue::Kind kind, const std::vector<PickleRef>& items);
  void call();
  void memoize(uint64_t index);
  void recall(uint64_t index);
  [[noreturn]] void fail(const std::string& fact) const;

  std::span<const std::string_view> globals_;
  std::string pending_;    // the opcode and its argument, as far as they have arrived
  uint64_t position_ = 0;  // in the pickle, after pending_
  size_t operations_ = 0;
  std::vector<PickleValue> values_;
  std::vector<PickleRef> stack_;
  std::vector<size_t> marks_;  // sizes of the stack
  std::vector<PickleRef> memo_;
  PickleRef result_ = 0;
  bool done_ = false;
};

}  // namespace deberta

#endif  // DEBERTA_IO_PICKLE_H_
