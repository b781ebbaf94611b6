// The opcodes that PickleReader accepts.
#ifndef DEBERTA_IO_PICKLE_OPCODES_H_
#define DEBERTA_IO_PICKLE_OPCODES_H_

#include <cstdint>

namespace deberta {

// Those that torch.save writes, named as in Python's pickletools; Python 2 wrote strings with
// kBinString and kShortBinString.
enum PickleOpcode : uint8_t {
  kOpMark = '(',
  kOpStop = '.',
  kOpEmptyTuple = ')',
  kOpBinFloat = 'G',
  kOpBinInt = 'J',
  kOpBinInt1 = 'K',
  kOpBinInt2 = 'M',
  kOpNone = 'N',
  kOpBinPersId = 'Q',
  kOpReduce = 'R',
  kOpBinString = 'T',
  kOpShortBinString = 'U',
  kOpBinUnicode = 'X',
  kOpEmptyList = ']',
  kOpAppend = 'a',
  kOpBuild = 'b',
  kOpGlobal = 'c',
  kOpAppends = 'e',
  kOpBinGet = 'h',
  kOpLongBinGet = 'j',
  kOpBinPut = 'q',
  kOpLongBinPut = 'r',
  kOpSetItem = 's',
  kOpTuple = 't',
  kOpSetItems = 'u',
  kOpEmptyDict = '}',
  kOpProto = 0x80,
  kOpTuple1 = 0x85,
  kOpTuple2 = 0x86,
  kOpTuple3 = 0x87,
  kOpNewTrue = 0x88,
  kOpNewFalse = 0x89,
  kOpLong1 = 0x8a,
  kOpShortBinUnicode = 0x8c,
  kOpStackGlobal = 0x93,
  kOpMemoize = 0x94,
  kOpFrame = 0x95,
};

}  // namespace deberta

#endif  // DEBERTA_IO_PICKLE_OPCODES_H_
