#include "io/zip_entries.h"

#include <algorithm>

#include "base/error.h"
#include "io/crc32.h"

namespace deberta {
namespace {

constexpr uint32_t kLocalHeader = 0x04034b50;
constexpr uint32_t kDescriptor = 0x08074b50;
constexpr uint32_t kCentralHeader = 0x02014b50;
constexpr uint32_t kZip64End = 0x06064b50;
constexpr uint32_t kZip64Locator = 0x07064b50;
constexpr uint32_t kEnd = 0x06054b50;
constexpr std::string_view kDescriptorBytes = "PK\x07\x08";

constexpr uint16_t kEncrypted = 1 << 0, kHasDescriptor = 1 << 3;  // flags
constexpr size_t kSignatureSize = 4;
constexpr size_t kFirstWindow = 64;  // bytes
// signature, CRC-32, size compressed, size; the sizes take 4 bytes each, or 8
constexpr size_t kShortDescriptor = 16, kLongDescriptor = 24;

uint64_t number(std::string_view bytes, size_t at, size_t size) {
  uint64_t value = 0;
  for (size_t i = size; i-- > 0;) value = value << 8 | static_cast<uint8_t>(bytes[at + i]);
  return value;
}

uint32_t number32(std::string_view bytes, size_t at) {
  return static_cast<uint32_t>(number(bytes, at, 4));
}

bool begins_record(std::string_view bytes) {
  const uint32_t signature = number32(bytes, 0);
  return signature == kLocalHeader || signature == kCentralHeader;
}

}  // namespace

void ZipEntries::fail(const std::string& fact) const {
  throw Error(ErrorCode::kPtZip, "zip file: " + fact + ", at byte " + std::to_string(position_));
}

void ZipEntries::write(std::span<const std::byte> bytes) {
  while (!bytes.empty()) bytes = bytes.subspan(consume(bytes));
}

void ZipEntries::finish() {
  if (stage_ == Stage::kEnd) return;
  const bool in_entry = stage_ != Stage::kRecord;
  throw Error(ErrorCode::kPtTruncated,
              "zip file ends after " + std::to_string(position_) + " bytes, " +
                  (in_entry ? "in entry '" + name_ + "'" : "in a header or its directory"));
}

// Takes a prefix of `bytes`, which is not empty, and returns its length.
size_t ZipEntries::consume(std::span<const std::byte> bytes) {
  const auto append = [&](size_t target) {
    const size_t used = std::min(bytes.size(), target - pending_.size());
    pending_.append(reinterpret_cast<const char*>(bytes.data()), used);
    position_ += used;
    return used;
  };
  switch (stage_) {
    case Stage::kRecord: {
      const size_t used = append(record_size());
      if (pending_.size() == record_size()) read_record();
      return used;
    }
    case Stage::kContent: {
      const auto used = static_cast<size_t>(std::min<uint64_t>(bytes.size(), left_));
      left_ -= used;
      position_ += used;
      pass_on(bytes.first(used));
      if (left_ == 0) {
        has_descriptor_ ? void(stage_ = Stage::kDescriptor) : end_entry(stated_checksum_);
      }
      return used;
    }
    case Stage::kSearch: {
      // What is searched in vain was content, so the next window may be as large as all before: the
      // bytes after a descriptor are copied at most twice.
      const size_t used = append(pending_.size() + std::min(bytes.size(), window_));
      window_ += used;
      if (!search()) return used;
      // The bytes after the descriptor belong to the next record. A few of them (7, where content
      // looked like a descriptor) may have arrived before `bytes`: they stay pending.
      const size_t unread = std::min(used, pending_.size());
      pending_.resize(pending_.size() - unread);
      position_ -= unread;
      return used - unread;
    }
    case Stage::kDescriptor: {
      const size_t target = pending_.size() < kShortDescriptor + kSignatureSize
                                ? kShortDescriptor + kSignatureSize
                                : kLongDescriptor + kSignatureSize;
      const size_t used = append(target);
      if (pending_.size() == target && !end_at_descriptor(pending_) && target > kLongDescriptor) {
        fail("entry '" + name_ + "': expected a descriptor after its " + std::to_string(size_) +
             " bytes");
      }
      return used;
    }
    case Stage::kEnd:
      break;
  }
  fail("unexpected bytes after the end record");
}

// The number of bytes of the record in pending_, as far as pending_ shows.
size_t ZipEntries::record_size() const {
  const std::string_view bytes = pending_;
  if (bytes.size() < kSignatureSize) return kSignatureSize;
  const auto with = [&](size_t fixed, std::initializer_list<size_t> lengths) {
    if (bytes.size() < fixed) return fixed;
    size_t size = fixed;
    for (size_t at : lengths) size += static_cast<size_t>(number(bytes, at, 2));
    return size;
  };
  switch (number32(bytes, 0)) {
    case kLocalHeader:
      return with(30, {26, 28});
    case kCentralHeader:
      return with(46, {28, 30, 32});
    case kZip64Locator:
      return 20;
    case kEnd:
      return with(22, {20});
    case kZip64End: {
      if (bytes.size() < 12) return 12;
      const uint64_t size = number(bytes, 4, 8);
      if (size < 44 || size > kMaxEndRecord)
        fail("an end record of " + std::to_string(size) + " bytes");
      return 12 + static_cast<size_t>(size);
    }
    default:
      return kSignatureSize;
  }
}

void ZipEntries::read_record() {
  const uint32_t signature = number32(pending_, 0);
  const bool is_local = signature == kLocalHeader;
  const bool is_known = is_local || signature == kCentralHeader || signature == kZip64End ||
                        signature == kZip64Locator || signature == kEnd;
  if (!is_known || (is_local && in_directory_)) fail("a record of an unknown kind");
  if (is_local) return begin_entry();
  if (!in_directory_) {
    in_directory_ = true;
    sink_.on_directory();
  }
  if (signature == kEnd) stage_ = Stage::kEnd;
  pending_.clear();
}

void ZipEntries::begin_entry() {
  const std::string_view header = pending_;
  const auto flags = static_cast<uint16_t>(number(header, 6, 2));
  const uint64_t method = number(header, 8, 2);
  uint64_t stored = number(header, 18, 4);
  uint64_t size = number(header, 22, 4);
  const auto name_size = static_cast<size_t>(number(header, 26, 2));
  if (name_size > kMaxName) fail("an entry's name has " + std::to_string(name_size) + " bytes");
  name_ = header.substr(30, name_size);
  if (flags & kEncrypted) fail("entry '" + name_ + "' is encrypted");
  if (method != 0) {
    fail("entry '" + name_ + "': expected stored content, found compression method " +
         std::to_string(method));
  }
  // ZIP64: a size that does not fit is in an extra field.
  for (std::string_view extra = header.substr(30 + name_size); extra.size() >= 4;) {
    const auto length = static_cast<size_t>(number(extra, 2, 2));
    if (extra.size() < 4 + length) break;
    if (number(extra, 0, 2) == 1 && length >= 16 && size == UINT32_MAX && stored == UINT32_MAX) {
      size = number(extra, 4, 8);
      stored = number(extra, 12, 8);
    }
    extra.remove_prefix(4 + length);
  }
  if (size != stored) {
    fail("entry '" + name_ + "' is stored, with " + std::to_string(stored) + " bytes for " +
         std::to_string(size));
  }
  has_descriptor_ = (flags & kHasDescriptor) != 0;
  stated_checksum_ = number32(header, 14);
  size_ = 0;
  checksum_ = 0;
  pending_.clear();
  const bool is_known = !has_descriptor_ || size != 0;
  const std::optional<uint64_t> known =
      sink_.on_entry(name_, is_known ? std::optional(size) : std::nullopt);
  left_ = is_known ? size : known.value_or(0);
  stage_ = is_known || known ? Stage::kContent : Stage::kSearch;
  window_ = kFirstWindow;
  if (stage_ == Stage::kContent && left_ == 0) {
    has_descriptor_ ? void(stage_ = Stage::kDescriptor) : end_entry(stated_checksum_);
  }
}

void ZipEntries::pass_on(std::span<const std::byte> bytes) {
  size_ += bytes.size();
  checksum_ = crc32(checksum_, bytes);
  sink_.on_content(bytes);
}

// Whether a descriptor of the content so far, with sizes of `width` bytes, and the next record have
// arrived.
bool ZipEntries::is_descriptor(std::string_view bytes, size_t width) const {
  const size_t size = 8 + 2 * width;
  if (bytes.size() < size + kSignatureSize || number32(bytes, 0) != kDescriptor) return false;
  const uint32_t checksum = number32(bytes, 4);
  return number(bytes, 8, width) == size_ && number(bytes, 8 + width, width) == size_ &&
         begins_record(bytes.substr(size)) &&
         (checksum == checksum_ || checksum == 0 || stage_ != Stage::kSearch);
}

// Ends the entry where the descriptor is at the front of `bytes`, which may be pending_. The bytes
// after it are then left in pending_.
bool ZipEntries::end_at_descriptor(std::string_view bytes) {
  const bool is_short = is_descriptor(bytes, 4);
  if (!is_short && !is_descriptor(bytes, 8)) return false;
  const uint32_t checksum = number32(bytes, 4);
  pending_ = std::string(bytes.substr(is_short ? kShortDescriptor : kLongDescriptor));
  end_entry(checksum);
  return true;
}

// Passes on bytes that cannot be the descriptor. Returns whether it was found; pending_ then holds
// the bytes after it.
bool ZipEntries::search() {
  const auto emit = [this](size_t begin, size_t end) {
    if (begin == end) return;
    pass_on(std::as_bytes(std::span(pending_).subspan(begin, end - begin)));
  };
  size_t begin = 0;
  for (;;) {
    const size_t found = pending_.find(kDescriptorBytes, begin);
    if (found == std::string::npos) {
      // A signature may have begun.
      const size_t end = std::max(begin, pending_.size() - std::min<size_t>(pending_.size(), 3));
      emit(begin, end);
      pending_.erase(0, end);
      return false;
    }
    emit(begin, found);
    const std::string_view rest = std::string_view(pending_).substr(found);
    if (end_at_descriptor(rest)) return true;
    if (rest.size() < kLongDescriptor + kSignatureSize) {  // cannot be known yet
      pending_.erase(0, found);
      return false;
    }
    emit(found, found + 1);
    begin = found + 1;
  }
}

void ZipEntries::end_entry(uint32_t checksum) {
  // 0: torch.save can leave the checksum out (torch.serialization.set_crc32_options).
  if (checksum != checksum_ && checksum != 0) {
    fail("entry '" + name_ + "' has the CRC-32 " + std::to_string(checksum_) + ", expected " +
         std::to_string(checksum));
  }
  stage_ = Stage::kRecord;
  sink_.on_entry_end();
}

}  // namespace deberta
