#include "base/json.h"

#include <gtest/gtest.h>

#include "expect_error.h"

namespace deberta {
namespace {

using namespace std::string_literals;
using nlohmann::json;

json parse(std::string_view text) {
  return parse_json(text, ErrorCode::kTokenizerJson, "file").value();
}

std::string nested(size_t depth, const std::string& inside = "") {
  return std::string(depth, '[') + inside + std::string(depth, ']');
}

TEST(Json, reads_documents) {
  EXPECT_EQ(parse(R"({"a": [1, -2.5, true, null, "é\u00e9\ud83d\ude00"]})"),
            json({{"a", {1, -2.5, true, nullptr, "éé😀"}}}));
  EXPECT_EQ(parse(" 7 \n"), json(7));
  EXPECT_EQ(parse(R"({"__proto__": {"a": 1}})")["__proto__"]["a"], 1);
}

TEST(Json, the_error_has_the_code_and_the_name_of_the_file) {
  EXPECT_ERROR(kVocab, "vocab.json: not JSON at byte 1",
               parse_json("x", ErrorCode::kVocab, "vocab.json"));
}

TEST(Json, refuses_invalid_json) {
  for (const std::string& text : {""s,
                                  " "s,
                                  "<!doctype html>"s,
                                  "{"s,
                                  "{\"a\":}"s,
                                  "[1,]"s,
                                  "{\"a\":1,}"s,
                                  "{a:1}"s,
                                  "'a'"s,
                                  "\"a"s,
                                  "\"\n\""s,
                                  "01"s,
                                  "+1"s,
                                  ".5"s,
                                  "1."s,
                                  "NaN"s,
                                  "Infinity"s,
                                  "// x\n1"s,
                                  "1 2"s,
                                  "{}{}"s,
                                  "\0"s,

                                  "nul"s,
                                  "\"\\x\""s,
                                  "\"\\ud800\""s,
                                  "version https"s}) {
    SCOPED_TRACE(text);
    EXPECT_ERROR(kTokenizerJson, "file: not JSON", parse(text));
  }
}

TEST(Json, refuses_bytes_that_are_not_utf8) {
  EXPECT_ERROR(kTokenizerJson, "file: not JSON", parse("\"\xff\""));
  EXPECT_ERROR(kTokenizerJson, "file: not JSON", parse("\"\xc0\x80\""));
  EXPECT_ERROR(kTokenizerJson, "file: not JSON", parse("\"\xed\xa0\x80\""));
}

TEST(Json, refuses_a_key_that_occurs_twice_in_one_object) {
  EXPECT_ERROR(kTokenizerJson, "twice", parse(R"({"a":1,"a":1})"));
  EXPECT_ERROR(kTokenizerJson, "twice", parse(R"({"a":1,"\u0061":2})"));
  EXPECT_ERROR(kTokenizerJson, "twice", parse(R"([{"b":{"a":1,"x":{},"a":2}}])"));
  EXPECT_ERROR(kTokenizerJson, "twice", parse(R"({"":1,"":2})"));
  EXPECT_EQ(parse(R"({"a":{"a":[{"a":1},{"a":2}]},"b":{"a":1}})").size(), 2u);
}

TEST(Json, refuses_numbers_out_of_range) {
  EXPECT_ERROR(kTokenizerJson, "a number out of range", parse("1e999"));
  EXPECT_ERROR(kTokenizerJson, "a number out of range", parse("[-1e999]"));
  EXPECT_EQ(parse("1e30").get<double>(), 1e30);
  EXPECT_EQ(parse("18446744073709551615").get<uint64_t>(), UINT64_MAX);
  EXPECT_TRUE(parse("18446744073709551616").is_number_float());
}

TEST(Json, writes_a_number_as_its_library_does) {
  for (const char* text : {"0", "-1", "42", "9223372036854775807", "18446744073709551615",
                           "-9223372036854775808", "1.0", "-0.5", "1e-07", "1.5e+300", "0.1"}) {
    const json number = json::parse(text);
    EXPECT_EQ(number_text(number), number.dump());
    EXPECT_EQ(number_text(number), text);
  }
}

TEST(Json, nests_to_the_cap_and_no_further) {
  EXPECT_NO_THROW(parse(nested(kMaxJsonDepth, "1")));
  EXPECT_ERROR(kTokenizerJson, "nested deeper than 64", parse(nested(kMaxJsonDepth + 1, "1")));
  EXPECT_ERROR(kTokenizerJson, "nested deeper than 64", parse(nested(1'000'000)));
  EXPECT_ERROR(kTokenizerJson, "nested deeper than 64", parse(std::string(1'000'000, '[')));
  std::string objects;
  for (int i = 0; i < 1000; ++i) objects += "{\"a\":";
  EXPECT_ERROR(kTokenizerJson, "nested deeper than 64", parse(objects));
}

// --- parse_integers

using Members = std::vector<std::pair<std::string, int64_t>>;

Members integers(std::string_view text) {
  Members members;
  parse_integers(text, ErrorCode::kVocab, "file",
                 [&](std::string& key, int64_t value) { members.emplace_back(key, value); });
  return members;
}

TEST(Integers, come_in_the_order_of_the_file) {
  EXPECT_EQ(integers(R"({"b": 1, "a": -2, "": 0, "Ġé\u0120": 9223372036854775807, "b": 3})"),
            (Members{{"b", 1}, {"a", -2}, {"", 0}, {"ĠéĠ", INT64_MAX}, {"b", 3}}));
  EXPECT_EQ(integers("{}"), Members{});
}

TEST(Integers, refuse_other_values_than_an_object_of_integers) {
  for (const char* text :
       {"[]", "7", "-7", "1.5", "null", "true", "\"a\"", R"({"a": 1.5})", R"({"a": "1"})",
        R"({"a": null})", R"({"a": false})", R"({"a": {}})", R"({"a": [1]})", "[{}]",
        R"({"a": 9223372036854775808})", R"({"a": 18446744073709551616})", R"({"a": 1e3})"}) {
    SCOPED_TRACE(text);
    EXPECT_ERROR(kVocab, "file: expected an object of integers", integers(text));
  }
}

TEST(Integers, refuse_invalid_json) {
  for (const std::string& text : {""s, "{"s, "{\"a\""s, "{\"a\":1,}"s, "{\"a\":01}"s, "{\"a\":1}x"s,
                                  "{\"a\":1e999}"s, "{\"\xff\":1}"s, "<html>"s}) {
    SCOPED_TRACE(text);
    EXPECT_ERROR(kVocab, "file: not JSON at byte", integers(text));
  }
}

TEST(Integers, deep_nesting_is_refused_at_once) {
  EXPECT_ERROR(kVocab, "file: expected", integers("{\"a\":" + std::string(1'000'000, '[')));
  EXPECT_ERROR(kVocab, "file: expected", integers(std::string(1'000'000, '[')));
}

TEST(JsonDocument, holds_and_moves_a_document) {
  JsonDocument document = parse_json(R"({"a": [1, {"b": [[], {}]}]})", ErrorCode::kVocab, "file");
  JsonDocument moved = std::move(document);
  EXPECT_EQ(moved.value()["a"][1]["b"].size(), 2u);
  moved = parse_json("[2]", ErrorCode::kVocab, "file");
  EXPECT_EQ(moved.value(), json({2}));
}

}  // namespace
}  // namespace deberta
