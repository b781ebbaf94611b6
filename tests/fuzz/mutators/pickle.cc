#include <optional>

#include "fuzz/input.h"
#include "fuzz/mutators/mutator.h"
#include "io/pickle_opcodes.h"

namespace deberta::fuzz {
namespace {

constexpr uint8_t kOpcodes[] = {
    kOpMark,     kOpStop,           kOpEmptyTuple, kOpBinFloat,        kOpBinInt,      kOpBinInt1,
    kOpBinInt2,  kOpNone,           kOpBinPersId,  kOpReduce,          kOpBinString,   kOpEmptyList,
    kOpAppend,   kOpShortBinString, kOpBinUnicode, kOpBuild,           kOpGlobal,      kOpAppends,
    kOpBinGet,   kOpLongBinGet,     kOpBinPut,     kOpLongBinPut,      kOpSetItem,     kOpTuple,
    kOpSetItems, kOpEmptyDict,      kOpProto,      kOpTuple1,          kOpTuple2,      kOpTuple3,
    kOpNewTrue,  kOpNewFalse,       kOpLong1,      kOpShortBinUnicode, kOpStackGlobal, kOpMemoize,
    kOpFrame};

// The size of an opcode's argument.
size_t fixed_size(uint8_t opcode) {
  switch (opcode) {
    case kOpBinFloat:
    case kOpFrame:
      return 8;
    case kOpBinInt:
    case kOpLongBinGet:
    case kOpLongBinPut:
      return 4;
    case kOpBinInt2:
      return 2;
    case kOpBinInt1:
    case kOpBinGet:
    case kOpBinPut:
    case kOpProto:
      return 1;
    default:
      return 0;
  }
}

// The bytes of the length that stands before an opcode's argument.
size_t length_size(uint8_t opcode) {
  if (opcode == kOpBinString || opcode == kOpBinUnicode) return 4;
  const bool is_short =
      opcode == kOpShortBinString || opcode == kOpShortBinUnicode || opcode == kOpLong1;
  return is_short ? 1 : 0;
}

struct Operation {
  uint8_t opcode = kOpStop;
  std::string argument;
};

std::vector<Operation> operations_of(std::string_view pickle) {
  std::vector<Operation> operations;
  Input input(pickle);
  while (!input.empty()) {
    Operation operation{input.byte(), ""};
    if (operation.opcode == kOpGlobal) {
      for (int lines = 0; lines < 2 && !input.empty();) {
        operation.argument += input.take(1);
        lines += operation.argument.back() == '\n' ? 1 : 0;
      }
    } else if (const size_t width = length_size(operation.opcode)) {
      operation.argument = input.take(width == 1 ? input.byte() : input.u32());
    } else {
      operation.argument = input.take(fixed_size(operation.opcode));
    }
    operations.push_back(std::move(operation));
  }
  return operations;
}

std::string pickle_of(const std::vector<Operation>& operations) {
  std::string pickle;
  for (const auto& [opcode, argument] : operations) {
    pickle += static_cast<char>(opcode);
    for (size_t i = 0; i < length_size(opcode); ++i) {
      pickle += static_cast<char>(argument.size() >> (8 * i) & 0xff);
    }
    pickle += argument;
  }
  return pickle;
}

void change_argument(Operation& operation, Random& random) {
  if (operation.argument.empty()) {
    operation.opcode = random.pick(kOpcodes);
    operation.argument.assign(fixed_size(operation.opcode), '\1');
  } else if (length_size(operation.opcode) != 0 && random.once_in(2)) {
    mutate_bytes(operation.argument, random, 200);
  } else {
    uint64_t value = interesting(random);
    for (char& byte : operation.argument) {
      byte = static_cast<char>(value & 0xff);
      value >>= 8;
    }
  }
}

}  // namespace

void mutate_pickle(std::string& pickle, Random& random, size_t max_size) {
  if (pickle.empty() || random.once_in(8)) return mutate_bytes(pickle, random, max_size);
  std::vector<Operation> operations = operations_of(pickle);
  for (size_t changes = 1 + random.below(3); changes-- > 0;) {
    if (random.once_in(2)) {
      change_argument(random.pick(operations), random);
    } else if (!mutate_order(operations, random) || operations.empty()) {
      break;
    }
  }
  pickle = pickle_of(operations);
}

}  // namespace deberta::fuzz
