#include "base/json_fields.h"

#include <gtest/gtest.h>

#include "expect_error.h"

namespace deberta {
namespace {

using nlohmann::json;

constexpr JsonSource kSource{ErrorCode::kConfigValue, "file.json"};

const json kDocument = {{"flag", true},      {"word", "secret"},   {"count", 7},
                        {"half", 0.5},       {"nothing", nullptr}, {"words", {"a", "b"}},
                        {"mixed", {"a", 1}}, {"inner", {{"x", 1}}}};
const JsonFields kFields(kDocument, kSource);

TEST(JsonFields, returns_existing_fields) {
  EXPECT_TRUE(kFields.boolean("flag", false));
  EXPECT_EQ(kFields.string("word"), "secret");
  EXPECT_EQ(kFields.required_string("word"), "secret");
  EXPECT_EQ(kFields.integer("count", 0, 0, 7), 7);
  EXPECT_EQ(kFields.number("half", 0), 0.5);
  EXPECT_EQ(kFields.number("count", 0), 7);
  EXPECT_EQ(kFields.strings("words"), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(kFields.list("mixed").size(), 2u);
  EXPECT_EQ(kFields.of(kFields.object("inner")).integer("x", 0, 0, 9), 1);
}

TEST(JsonFields, a_field_that_is_absent_or_null_has_its_default) {
  for (const char* name : {"absent", "nothing"}) {
    EXPECT_EQ(kFields.find(name), nullptr);
    EXPECT_TRUE(kFields.boolean(name, true));
    EXPECT_EQ(kFields.string(name), "");
    EXPECT_EQ(kFields.string(name, "other"), "other");
    EXPECT_EQ(kFields.integer(name, -1, 0, 9), -1);
    EXPECT_EQ(kFields.number(name, 2.5), 2.5);
    EXPECT_EQ(kFields.strings(name), std::vector<std::string>{});
  }
  const json list = {1, 2};
  EXPECT_EQ(kFields.of(list).find("count"), nullptr);
}

TEST(JsonFields, errors_say_what_was_expected_and_what_was_found) {
  EXPECT_ERROR(kConfigValue, "file.json: word: expected true or false, got a string",
               kFields.boolean("word", false));
  EXPECT_ERROR(kConfigValue, "file.json: flag: expected a string, got true or false",
               kFields.string("flag"));
  EXPECT_ERROR(kConfigValue, "file.json: absent: expected a string, got nothing",
               kFields.required_string("absent"));
  EXPECT_ERROR(kConfigValue, "file.json: half: expected an integer, got a number with a fraction",
               kFields.integer("half", 0, 0, 9));
  EXPECT_ERROR(kConfigValue, "file.json: count is 7, expected 8 to 9",
               kFields.integer("count", 0, 8, 9));
  EXPECT_ERROR(kConfigValue, "file.json: words: expected a number, got a list",
               kFields.number("words", 0));
  EXPECT_ERROR(kConfigValue, "file.json: mixed: expected a list of strings, got an integer",
               kFields.strings("mixed"));
  EXPECT_ERROR(kConfigValue, "file.json: inner: expected a list, got an object",
               kFields.list("inner"));
  EXPECT_ERROR(kConfigValue, "file.json: nothing: expected an object, got nothing",
               kFields.object("nothing"));
}

TEST(JsonFields, a_document_has_to_be_an_object) {
  EXPECT_EQ(parse_object(R"({"a": 1})", kSource).value(), json({{"a", 1}}));
  EXPECT_ERROR(kConfigValue, "file.json: expected an object, got a list",
               parse_object("[]", kSource));
  EXPECT_ERROR(kConfigValue, "file.json: not JSON", parse_object("{", kSource));
}

TEST(JsonFields, an_integer_above_the_largest_signed_one_is_not_a_negative_one) {
  const nlohmann::json object = nlohmann::json::parse(
      R"({"a": 18446744073709551615, "b": 9223372036854775808, "c": -9223372036854775808})");
  const JsonFields fields(object, {ErrorCode::kConfigValue, "config.json"});
  EXPECT_ERROR(kConfigValue, "a is 18446744073709551615, expected -1 to 7",
               fields.integer("a", 0, -1, 7));
  EXPECT_ERROR(kConfigValue, "b is 9223372036854775808", fields.integer("b", 0, INT32_MIN, 7));
  EXPECT_ERROR(kConfigValue, "c is -9223372036854775808", fields.integer("c", 0, INT32_MIN, 7));
}

}  // namespace
}  // namespace deberta
