#include "io/pickle.h"

#include <algorithm>
#include <utility>

#include "base/error.h"
#include "io/pickle_opcodes.h"

namespace deberta {
namespace {

using Kind = PickleValue::Kind;

// The first values; every None or Bool of the pickle refers to them.
constexpr PickleRef kNoneRef = 0, kFalseRef = 1, kTrueRef = 2;

std::string printable(std::string text) {
  std::ranges::replace_if(
      text, [](char c) { return c < 0x20 || c > 0x7e; }, '?');
  return text;
}

}  // namespace

PickleReader::PickleReader(std::span<const std::string_view> globals) : globals_(globals) {
  values_.push_back({Kind::kNone, 1, 0, {}, {}});
  values_.push_back({Kind::kBool, 1, 0, {}, {}});
  values_.push_back({Kind::kBool, 1, 1, {}, {}});
}

size_t PickleReader::write(std::span<const std::byte> bytes) {
  size_t used = 0;
  while (!done_ && used < bytes.size()) {
    const size_t take = std::min(needed() - pending_.size(), bytes.size() - used);
    pending_.append(reinterpret_cast<const char*>(bytes.data()) + used, take);
    used += take;
    position_ += take;
    if (position_ > kMaxSize) fail("longer than " + std::to_string(kMaxSize) + " bytes");
    if (pending_.size() == needed()) {
      if (++operations_ > kMaxOperations) {
        fail("more than " + std::to_string(kMaxOperations) + " operations");
      }
      execute();
      pending_.clear();
    }
  }
  return used;
}

void PickleReader::fail(const std::string& fact) const {
  throw Error(ErrorCode::kPtPickle,
              "pickle: " + fact + ", at byte " + std::to_string(position_ - pending_.size()));
}

// The little-endian number of `bytes` bytes after the opcode.
uint64_t PickleReader::argument(size_t bytes) const {
  uint64_t value = 0;
  for (size_t i = bytes; i > 0; --i) value = value << 8 | static_cast<uint8_t>(pending_[i]);
  return value;
}

// The number of bytes that the opcode in pending_ and its argument take, as far as pending_ shows.
size_t PickleReader::needed() const {
  if (pending_.empty()) return 1;
  const auto with_length = [this](size_t length_bytes) {
    if (pending_.size() < 1 + length_bytes) return 1 + length_bytes;
    const uint64_t length = argument(length_bytes);
    if (length > kMaxText) {
      fail("a string of " + std::to_string(length) + " bytes, at most " + std::to_string(kMaxText));
    }
    return 1 + length_bytes + static_cast<size_t>(length);
  };
  const auto opcode = static_cast<uint8_t>(pending_[0]);
  switch (opcode) {
    case kOpProto:
    case kOpBinInt1:
    case kOpBinPut:
    case kOpBinGet:
      return 2;
    case kOpBinInt2:
      return 3;
    case kOpBinInt:
    case kOpLongBinPut:
    case kOpLongBinGet:
      return 5;
    case kOpBinFloat:
    case kOpFrame:
      return 9;
    case kOpLong1:
    case kOpShortBinUnicode:
    case kOpShortBinString:
      return with_length(1);
    case kOpBinUnicode:
    case kOpBinString:
      return with_length(4);
    case kOpGlobal:  // two lines
      if (std::ranges::count(pending_, '\n') == 2) return pending_.size();
      if (pending_.size() > kMaxGlobal)
        fail("the name of a global exceeds " + std::to_string(kMaxGlobal) + " bytes");
      return pending_.size() + 1;
    default:
      return 1;
  }
}

// Each of the first three functions executes the opcode if it is of its kind, and returns whether
// it was.
void PickleReader::execute() {
  const auto opcode = static_cast<uint8_t>(pending_[0]);
  if (push_value(opcode) || push_container(opcode) || use_memo(opcode)) return;
  switch (opcode) {
    case kOpProto:
      if (pending_[1] < 2 || pending_[1] > 5) {
        fail("protocol " + std::to_string(static_cast<uint8_t>(pending_[1])) + ", expected 2 to 5");
      }
      return;
    case kOpFrame:  // says how many bytes to read ahead
      return;
    case kOpGlobal:
      return push_global(pending_.substr(1, pending_.size() - 2));
    case kOpStackGlobal:
      return push_global_of_names(pop_last(2));
    case kOpReduce:
      return call();
    case kOpBuild:  // an OrderedDict's attributes, which hold the modules' versions
      pop();
      if (at(top()).kind != Kind::kObject) fail("attributes set on a value that is not an object");
      return;
    case kOpBinPersId:
      if (at(top()).kind != Kind::kTuple) fail("expected a tuple as a reference to a storage");
      return push_group(Kind::kPersistent, pop_last(1));  // a copy of its items could be large
    case kOpStop:
      result_ = pop();
      if (!stack_.empty() || !marks_.empty()) fail("values are left on the stack at the end");
      done_ = true;
      return;
    default:
      refuse(opcode);
  }
}

bool PickleReader::push_value(uint8_t opcode) {
  switch (opcode) {
    case kOpNone:
      push(kNoneRef);
      break;
    case kOpNewTrue:
      push(kTrueRef);
      break;
    case kOpNewFalse:
      push(kFalseRef);
      break;
    case kOpBinInt1:
      push_integer(static_cast<int64_t>(argument(1)));
      break;
    case kOpBinInt2:
      push_integer(static_cast<int64_t>(argument(2)));
      break;
    case kOpBinInt:
      push_integer(static_cast<int32_t>(argument(4)));
      break;
    case kOpLong1:
      push_long(static_cast<size_t>(argument(1)));
      break;
    case kOpBinFloat:
      push(add({Kind::kFloat, 1, 0, {}, {}}));
      break;
    case kOpShortBinUnicode:
    case kOpShortBinString:
      push_string(2);
      break;
    case kOpBinUnicode:
    case kOpBinString:
      push_string(5);
      break;
    default:
      return false;
  }
  return true;
}

bool PickleReader::push_container(uint8_t opcode) {
  switch (opcode) {
    case kOpMark:
      if (marks_.size() >= kMaxStack) fail("more than " + std::to_string(kMaxStack) + " marks");
      marks_.push_back(stack_.size());
      break;
    case kOpEmptyTuple:
      push_group(Kind::kTuple, {});
      break;
    case kOpEmptyList:
      push_group(Kind::kList, {});
      break;
    case kOpEmptyDict:
      push_group(Kind::kDict, {});
      break;
    case kOpTuple:
      push_group(Kind::kTuple, pop_to_mark());
      break;
    case kOpTuple1:
    case kOpTuple2:
    case kOpTuple3:
      push_group(Kind::kTuple, pop_last(opcode - kOpTuple1 + 1u));
      break;
    case kOpAppend:
      extend(Kind::kList, pop_last(1));
      break;
    case kOpAppends:
      extend(Kind::kList, pop_to_mark());
      break;
    case kOpSetItem:
      extend(Kind::kDict, pop_last(2));
      break;
    case kOpSetItems:
      extend(Kind::kDict, pop_to_mark());
      break;
    default:
      return false;
  }
  return true;
}

bool PickleReader::use_memo(uint8_t opcode) {
  switch (opcode) {
    case kOpBinPut:
      memoize(argument(1));
      break;
    case kOpLongBinPut:
      memoize(argument(4));
      break;
    case kOpMemoize:
      memoize(memo_.size());
      break;
    case kOpBinGet:
      recall(argument(1));
      break;
    case kOpLongBinGet:
      recall(argument(4));
      break;
    default:
      return false;
  }
  return true;
}

void PickleReader::refuse(uint8_t opcode) const {
  constexpr char kDigits[] = "0123456789abcdef";
  throw Error(ErrorCode::kPtOpcode, std::string("pickle: opcode 0x") + kDigits[opcode >> 4] +
                                        kDigits[opcode & 15] + " at byte " +
                                        std::to_string(position_ - 1) +
                                        " is not allowed: weights do not need it");
}

PickleRef PickleReader::add(PickleValue value) {
  if (values_.size() >= kMaxValues) fail("more than " + std::to_string(kMaxValues) + " values");
  values_.push_back(std::move(value));
  return static_cast<PickleRef>(values_.size() - 1);
}

void PickleReader::push(PickleRef ref) {
  if (stack_.size() >= kMaxStack) fail("the stack exceeds " + std::to_string(kMaxStack));
  stack_.push_back(ref);
}

void PickleReader::push_string(size_t begin) {
  push(add({Kind::kString, 1, 0, pending_.substr(begin), {}}));
}

void PickleReader::push_integer(int64_t value) { push(add({Kind::kInteger, 1, value, {}, {}})); }

// Two's complement, after its length.
void PickleReader::push_long(size_t bytes) {
  if (bytes > 8) return push(add({Kind::kLong, 1, 0, pending_.substr(2), {}}));
  uint64_t value = 0;
  for (size_t i = bytes; i-- > 0;) value = value << 8 | static_cast<uint8_t>(pending_[2 + i]);
  if (bytes != 0 && bytes != 8 && (value >> (8 * bytes - 1)) != 0)
    value |= ~uint64_t{0} << 8 * bytes;
  push_integer(static_cast<int64_t>(value));
}

void PickleReader::push_global_of_names(const std::vector<PickleRef>& names) {
  if (at(names[0]).kind != Kind::kString || at(names[1]).kind != Kind::kString) {
    fail("the name of a global is not a string");
  }
  push_global(at(names[0]).text + "\n" + at(names[1]).text);
}

// "module\nname"
void PickleReader::push_global(std::string name) {
  if (name.size() > kMaxGlobal)
    fail("the name of a global has " + std::to_string(name.size()) + " bytes");
  name[name.find('\n')] = ' ';
  if (std::ranges::find(globals_, name) == globals_.end()) {
    throw Error(ErrorCode::kPtGlobal, "pickle: '" + printable(name) + "' at byte " +
                                          std::to_string(position_ - pending_.size()) +
                                          " is not an allowed name: weights do not need it");
  }
  push(add({Kind::kGlobal, 1, 0, std::move(name), {}}));
}

void PickleReader::push_group(Kind kind, std::vector<PickleRef> items) {
  int depth = 1;
  for (PickleRef item : items) depth = std::max(depth, at(item).depth + 1);
  if (depth > kMaxDepth) fail("nested deeper than " + std::to_string(kMaxDepth) + " levels");
  push(add({kind, depth, 0, {}, std::move(items)}));
}

PickleRef PickleReader::top() {
  if (stack_.size() <= floor()) fail("expected a value on the stack, which is empty");
  return stack_.back();
}

PickleRef PickleReader::pop() {
  const PickleRef ref = top();
  stack_.pop_back();
  return ref;
}

std::vector<PickleRef> PickleReader::pop_last(size_t count) {
  if (stack_.size() - floor() < count) fail("expected more values on the stack");
  const auto begin = stack_.end() - static_cast<ptrdiff_t>(count);
  std::vector<PickleRef> items(begin, stack_.end());
  stack_.erase(begin, stack_.end());
  return items;
}

std::vector<PickleRef> PickleReader::pop_to_mark() {
  if (marks_.empty()) fail("expected a mark on the stack, found none");
  std::vector<PickleRef> items = pop_last(stack_.size() - floor());
  marks_.pop_back();
  return items;
}

// Adds items to the value on top of the stack.
void PickleReader::extend(Kind kind, const std::vector<PickleRef>& items) {
  PickleValue& value = values_[top()];
  if (value.kind != kind && !(kind == Kind::kDict && value.kind == Kind::kObject)) {
    fail("items added to a value that is not a list or a dictionary");
  }
  if (kind == Kind::kDict && items.size() % 2 != 0) fail("a key has no value");
  for (PickleRef item : items) value.depth = std::max(value.depth, at(item).depth + 1);
  if (value.depth > kMaxDepth) fail("nested deeper than " + std::to_string(kMaxDepth) + " levels");
  value.items.insert(value.items.end(), items.begin(), items.end());
}

void PickleReader::call() {
  std::vector<PickleRef> call = pop_last(2);
  if (at(call[0]).kind != Kind::kGlobal || at(call[1]).kind != Kind::kTuple) {
    fail("calls a value that is not a function");
  }
  push_group(Kind::kObject, std::move(call));
}

void PickleReader::memoize(uint64_t index) {
  if (index >= kMaxMemo) {
    fail("memo " + std::to_string(index) + ", at most " + std::to_string(kMaxMemo - 1));
  }
  if (index >= memo_.size()) memo_.resize(static_cast<size_t>(index) + 1, kNoneRef);
  memo_[static_cast<size_t>(index)] = top();
}

void PickleReader::recall(uint64_t index) {
  if (index >= memo_.size()) fail("memo " + std::to_string(index) + " was never written");
  push(memo_[static_cast<size_t>(index)]);
}

}  // namespace deberta
