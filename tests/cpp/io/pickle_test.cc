#include "io/pickle.h"

#include <gtest/gtest.h>

#include "expect_error.h"
#include "io/torch_files.h"

namespace deberta {
namespace {

using Kind = PickleValue::Kind;
namespace pickle = testing::pickle;

constexpr std::string_view kGlobals[] = {"collections OrderedDict"};

PickleReader read(const std::string& bytes, size_t piece = SIZE_MAX) {
  PickleReader reader(kGlobals);
  for (size_t begin = 0; begin < bytes.size(); begin += std::min(piece, bytes.size() - begin)) {
    const std::string_view part = std::string_view(bytes).substr(begin, piece);
    EXPECT_EQ(reader.write(std::as_bytes(std::span(part))), part.size());
  }
  return reader;
}

int64_t integer(const std::string& opcodes) {
  const PickleReader reader = read(pickle::whole(opcodes));
  EXPECT_TRUE(reader.done());
  EXPECT_EQ(reader.result().kind, Kind::kInteger);
  return reader.result().integer;
}

TEST(Pickle, integers) {
  EXPECT_EQ(integer("K\xff"), 255);
  EXPECT_EQ(integer("M\xff\xff"), 65535);
  EXPECT_EQ(integer(std::string("J\0\0\0\x80", 5)), INT32_MIN);
  EXPECT_EQ(integer(std::string("\x8a\0", 2)), 0);
  EXPECT_EQ(integer("\x8a\x01\xff"), -1);
  EXPECT_EQ(integer(std::string("\x8a\x02\xff\0", 4)), 255);
  EXPECT_EQ(integer("\x8a\x08" + std::string(7, '\0') + "\x80"), INT64_MIN);
  EXPECT_EQ(read(pickle::whole("\x8a\x0a" + std::string(10, 'x'))).result().kind, Kind::kLong);
}

TEST(Pickle, pieces_of_any_size_give_the_same) {
  const std::string bytes = pickle::whole(pickle::dict(
      {{"a", pickle::integers({1, 2})}, {"b", pickle::ordered_dict()}, {"c", "](\x88\x89Ne"}}));
  for (size_t piece = 1; piece <= bytes.size(); ++piece) {
    const PickleReader reader = read(bytes, piece);
    ASSERT_TRUE(reader.done());
    ASSERT_EQ(reader.result().items.size(), 6u);
    EXPECT_EQ(reader.at(reader.result().items[2]).text, "b");
    EXPECT_EQ(reader.at(reader.result().items[3]).kind, Kind::kObject);
    EXPECT_EQ(reader.at(reader.result().items[5]).items.size(), 3u);
    EXPECT_EQ(reader.size(), bytes.size());
  }
}

TEST(Pickle, it_takes_no_byte_behind_its_end) {
  PickleReader reader(kGlobals);
  const std::string bytes = pickle::whole("N") + "N.";
  EXPECT_EQ(reader.write(std::as_bytes(std::span(bytes))), 4u);
  EXPECT_TRUE(reader.done());
}

TEST(Pickle, protocol_4_says_the_same) {
  // {"a": OrderedDict()} with frames, memoize, short strings and names on the stack.
  const PickleReader reader =
      read(std::string("\x80\x04\x95\x30\0\0\0\0\0\0\0}\x94\x8c\x01", 15) + "a\x94\x8c\x0b" +
           "collections\x94\x8c\x0bOrderedDict\x94\x93\x94)R\x94s.");
  ASSERT_TRUE(reader.done());
  EXPECT_EQ(reader.at(reader.result().items[1]).kind, Kind::kObject);
}

TEST(Pickle, a_value_may_hold_itself) {
  // d = {}; d["d"] = d
  const PickleReader reader =
      read(pickle::whole(std::string("}q\0", 3) + pickle::text("d") + std::string("h\0s", 3)));
  EXPECT_EQ(&reader.at(reader.result().items[1]), &reader.result());
}

TEST(Pickle, functions_that_weights_do_not_need_are_refused_by_name) {
  EXPECT_ERROR(
      kPtGlobal, "'os system' at byte 2",
      read(pickle::whole(pickle::global("os", "system") + pickle::text("true") + "\x85R")));
  EXPECT_ERROR(kPtGlobal, "'builtins eval'",
               read(pickle::whole(pickle::text("builtins") + pickle::text("eval") + "\x93")));
  EXPECT_ERROR(kPtGlobal, "'collections OrderedDict.fromkeys'",
               read(pickle::whole(pickle::global("collections", "OrderedDict.fromkeys"))));
  EXPECT_ERROR(kPtGlobal, "'a?b c'",
               read(pickle::whole(pickle::global("a\x01"
                                                 "b",
                                                 "c"))));
  EXPECT_ERROR(kPtPickle, "exceeds 256 bytes", read(pickle::whole("c" + std::string(1000, 'a'))));
}

TEST(Pickle, opcodes_that_weights_do_not_need_are_refused) {
  // INST, OBJ, NEWOBJ, EXT1, PERSID, BYTEARRAY8, NEXT_BUFFER, POP, DUP, EMPTY_SET, INT, zero
  for (const char opcode : std::string("io\x81\x82P\x96\x97"
                                       "02\x8fI\0",
                                       12)) {
    EXPECT_ERROR(kPtOpcode, "at byte 2", read(pickle::whole(std::string(1, opcode) + "x\ny\n")));
  }
  EXPECT_ERROR(kPtOpcode, "opcode 0x81", read(pickle::whole("\x81")));
}

TEST(Pickle, excessive_sizes_are_refused) {
  const auto refuses = [](const std::string& part, const std::string& opcodes) {
    EXPECT_ERROR(kPtPickle, part, read("\x80\x02" + opcodes));
  };
  std::string nested = ")";
  for (int i = 0; i < 100; ++i) nested += "\x85";
  refuses("nested deeper than 32", nested);
  refuses("nested deeper than 32", std::string(40, ']') + std::string(39, 'a'));
  refuses("marks", std::string(100000, '('));
  refuses("the stack exceeds", std::string(100000, 'N'));
  refuses("memo 4294967295, at most 1048575", std::string("]r") + "\xff\xff\xff\xff");
  refuses("a string of 4294967295 bytes", std::string("X") + "\xff\xff\xff\xff");
  std::string values = "(";
  for (int i = 0; i < 1100; ++i) values += "(" + std::string(1000, ')') + "t";
  refuses("more than 1048576 values", values);
  std::string bomb = std::string("]q\0", 3);  // a list of lists of lists, by the memo
  for (char i = 0; i < 100; ++i) {
    bomb += "](";
    for (int j = 0; j < 10; ++j) bomb += std::string("h") + i;
    bomb += std::string("eq") + static_cast<char>(i + 1);
  }
  refuses("nested deeper than 32", bomb);
  std::string none(1000, 'N');
  std::string operations = "]";
  for (int i = 0; i < 4300; ++i) operations += "(" + none + "e";
  refuses("more than 4194304 operations", operations);
  std::string longest = "]";
  for (int i = 0; i < 300; ++i) longest += pickle::text(std::string(60000, 'x')) + "a";
  refuses("longer than 16777216 bytes", longest);
}

TEST(Pickle, malformed_ones_are_refused) {
  const auto refuses = [](const std::string& part, const std::string& opcodes) {
    EXPECT_ERROR(kPtPickle, part, read(pickle::whole(opcodes)));
  };
  refuses("on the stack", "");
  refuses("expected a mark", "t");
  refuses("on the stack", "\x87");
  refuses("on the stack", "N(\x85");  // below the mark
  refuses("on the stack", "(q\x01");
  refuses("left on the stack at the end", "NN");
  refuses("left on the stack at the end", "(N");
  refuses("items added to a value that is not a list or a dictionary", "NNa");
  refuses("items added to a value that is not a list or a dictionary", ")NNs");
  refuses("a key has no value", "}(Nu");
  refuses("not a function", "N)R");
  refuses("not a function", pickle::global("collections", "OrderedDict") + "NR");
  refuses("attributes", "}Nb");
  refuses("expected a tuple", "NQ");
  refuses("not a string", "NN\x93");
  refuses("memo 7 was never written", "h\x07");
  EXPECT_ERROR(kPtPickle, "protocol 9", read("\x80\x09N."));
}

TEST(Pickle, a_reference_to_a_storage_holds_its_tuple_and_not_a_copy) {
  // A tuple of 1000 items, and then as many references to it.
  std::string opcodes = "](" + ("(" + std::string(1000, 'N') + "tq") + '\0';
  for (int i = 0; i < 1000; ++i) opcodes += std::string("h\0Q", 3);
  const PickleReader reader = read(pickle::whole(opcodes + "e"));
  ASSERT_EQ(reader.result().items.size(), 1001u);
  const PickleValue& last = reader.at(reader.result().items.back());
  EXPECT_EQ(last.kind, Kind::kPersistent);
  ASSERT_EQ(last.items.size(), 1u);
  EXPECT_EQ(reader.at(last.items[0]).items.size(), 1000u);
}

}  // namespace
}  // namespace deberta
