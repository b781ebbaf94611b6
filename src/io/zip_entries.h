// The zip format, read from its front as its bytes arrive.
//
//   (local header | content | descriptor?)*  central directory  end record
//
// https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT. Entries must be stored, not
// compressed. torch.save does not know an entry's size when it writes the header, so it writes a
// descriptor after the content.
#ifndef DEBERTA_IO_ZIP_ENTRIES_H_
#define DEBERTA_IO_ZIP_ENTRIES_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace deberta {

// Receives the entries, one after the other.
class ZipEntrySink {
 public:
  virtual ~ZipEntrySink() = default;
  // An entry begins. `size` is the header's; where the header has none, the sink returns the size
  // if it knows it. If neither knows, the content ends where a descriptor with its size and
  // checksum follows.
  virtual std::optional<uint64_t> on_entry(const std::string& name,
                                           std::optional<uint64_t> size) = 0;
  virtual void on_content(std::span<const std::byte> bytes) = 0;
  // The entry is complete and its checksum is the file's.
  virtual void on_entry_end() = 0;
  // The last entry was complete.
  virtual void on_directory() = 0;
};

// A push parser: write() the file's bytes in order, in pieces of any size, then finish(). Throws
// kPtZip, kPtTruncated, and what the sink throws; unusable afterwards.
class ZipEntries {
 public:
  static constexpr size_t kMaxEndRecord = 1 << 16;  // bytes
  static constexpr size_t kMaxName = 512;           // bytes of an entry's name

  // Borrows the sink.
  explicit ZipEntries(ZipEntrySink& sink) : sink_(sink) {}

  void write(std::span<const std::byte> bytes);
  void finish();

 private:
  // kRecord: a local header, or a record of the central directory.
  enum class Stage { kRecord, kContent, kSearch, kDescriptor, kEnd };

  size_t consume(std::span<const std::byte> bytes);
  size_t record_size() const;
  void read_record();
  void begin_entry();
  void pass_on(std::span<const std::byte> bytes);
  bool search();
  bool is_descriptor(std::string_view bytes, size_t size) const;
  bool end_at_descriptor(std::string_view bytes);
  void end_entry(uint32_t checksum);
  [[noreturn]] void fail(const std::string& fact) const;

  ZipEntrySink& sink_;
  Stage stage_ = Stage::kRecord;
  uint64_t position_ = 0;  // in the file
  std::string pending_;    // the record, as far as it has arrived
  bool in_directory_ = false;
  std::string name_;  // of the entry
  bool has_descriptor_ = false;
  uint32_t stated_checksum_ = 0;  // the header's
  uint64_t left_ = 0;             // bytes of the content that have not arrived
  size_t window_ = 0;             // bytes in which to search for the descriptor next
  uint64_t size_ = 0;             // bytes of the content that have arrived
  uint32_t checksum_ = 0;         // of those bytes
};

}  // namespace deberta

#endif  // DEBERTA_IO_ZIP_ENTRIES_H_
