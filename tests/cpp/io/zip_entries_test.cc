#include "io/zip_entries.h"

#include <gtest/gtest.h>

#include "expect_error.h"
#include "io/torch_files.h"

namespace deberta {
namespace {

using testing::little_endian;
using testing::zip_end;
using testing::zip_entries;
using testing::zip_file;
using testing::ZipEntry;

// Entries and their content, as "name:size?=content;".
class Listing : public ZipEntrySink {
 public:
  std::string text;
  std::optional<uint64_t> known;  // size, where the header has none

  std::optional<uint64_t> on_entry(const std::string& name, std::optional<uint64_t> size) override {
    text += name + ":" + (size ? std::to_string(*size) : "") + "=";
    return known;
  }
  void on_content(std::span<const std::byte> bytes) override {
    text.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  }
  void on_entry_end() override { text += ";"; }
  void on_directory() override { text += "end"; }
};

std::string list(std::string_view file, size_t piece = SIZE_MAX, Listing listing = {}) {
  ZipEntries entries(listing);
  testing::write_in_pieces(entries, file, piece);
  entries.finish();
  return listing.text;
}

std::string one(ZipEntry entry) { return zip_file({std::move(entry)}); }

TEST(Crc32, known_value) {
  const std::string text = "123456789 and more";
  const auto bytes = std::as_bytes(std::span(text));
  EXPECT_EQ(crc32(0, bytes.first(9)), 0xcbf43926u);
  EXPECT_EQ(crc32(0, {}), 0u);
  for (size_t i = 0; i <= bytes.size(); ++i) {
    EXPECT_EQ(crc32(crc32(0, bytes.first(i)), bytes.subspan(i)), crc32(0, bytes));
  }
}

TEST(ZipEntries, content_ends_at_its_descriptor) {
  const std::string decoy = "PK\x07\x08";
  const std::string file =
      zip_file({{"a", "one"},
                {"b", ""},
                {"c", decoy + "PK" + decoy + "PK\x07"},  // begins like descriptors
                {"d", decoy + little_endian(0, 12) + "PK\x03"},
                {"e", "of 8-byte sizes", 0, 1 << 3, true},
                {"f", "told", 0, 0},
                {"g", "told in the extra field", 0, 0, true, std::string("FB\2\0zz", 6)}});
  const std::string expected = "a:=one;b:=;c:=" + decoy + "PK" + decoy + "PK\x07;d:=" + decoy +
                               little_endian(0, 12) +
                               "PK\x03;e:=of 8-byte sizes;f:4=told;g:23=told in the extra "
                               "field;end";
  for (size_t piece = 1; piece < 60; ++piece) EXPECT_EQ(list(file, piece), expected) << piece;
  EXPECT_EQ(list(file), expected);
}

TEST(ZipEntries, the_sink_may_know_a_size) {
  for (bool zip64 : {false, true}) {
    const std::string file = zip_file({{"a", "1234", 0, 1 << 3, zip64}, {"b", "5678"}});
    for (size_t piece = 1; piece < 40; ++piece) {
      Listing listing;
      listing.known = 4;
      EXPECT_EQ(list(file, piece, listing), "a:=1234;b:=5678;end");
    }
  }
  Listing listing;
  listing.known = 3;
  EXPECT_ERROR(kPtZip, "entry 'a': expected a descriptor after its 3 bytes",
               list(one({"a", "1234"}), SIZE_MAX, listing));
}

TEST(ZipEntries, truncation_is_found_at_every_byte) {
  const std::string file = zip_file({{"a", "one"}, {"b", "two", 0, 0}, {"c", "", 0, 0}});
  for (size_t size = 0; size < file.size(); ++size) {
    EXPECT_ERROR(kPtTruncated, "ends after " + std::to_string(size) + " bytes",
                 list(file.substr(0, size)));
  }
}

TEST(ZipEntries, a_zip64_directory_is_passed_over) {
  const std::string end = "PK\x06\x06" + little_endian(44, 8) + std::string(44, '\0') +
                          "PK\x06\x07" + std::string(16, '\0') + "PK\x05\x06" +
                          std::string(16, '\0') + little_endian(3, 2) + "abc";
  const std::string file = zip_entries({{"a", "x"}}) + "PK\x01\x02" + std::string(42, '\0') + end;
  for (size_t piece : {1, 7, 1000}) EXPECT_EQ(list(file, piece), "a:=x;end");
}

TEST(ZipEntries, unsupported_entries_are_refused) {
  EXPECT_ERROR(kPtZip, "'a': expected stored content, found compression method 8",
               list(one({"a", "x", 8})));
  EXPECT_ERROR(kPtZip, "'a' is encrypted", list(one({"a", "x", 0, 1})));
  EXPECT_ERROR(kPtZip, "name has 513 bytes", list(one({std::string(513, 'a'), "x"})));
  EXPECT_ERROR(kPtZip, "unknown kind", list("PK\x03\x05" + std::string(100, '\0')));
  EXPECT_ERROR(kPtZip, "unknown kind", list(zip_end().substr(0, 46) + one({"a", "x"})));
  EXPECT_ERROR(kPtZip, "unexpected bytes after the end record", list(one({"a", "x"}) + "y"));
  std::string file = one({"a", "xyz", 0, 0});
  file[file.find("xyz")] = 'y';
  EXPECT_ERROR(kPtZip, "has the CRC-32", list(file));
  file = one({"a", "xyz", 0, 0});
  file[18] = 7;  // the size compressed
  EXPECT_ERROR(kPtZip, "stored, with 7 bytes for 3", list(file));
}

}  // namespace
}  // namespace deberta
