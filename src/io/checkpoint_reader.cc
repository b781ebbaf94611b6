#include "io/checkpoint_reader.h"

#include <algorithm>
#include <string_view>

#include "base/error.h"

namespace deberta {
namespace {

[[noreturn]] void refuse(const std::string& fact) {
  throw Error(ErrorCode::kNotACheckpoint, "expected a checkpoint, got " + fact);
}

bool is_text(std::string_view head) {
  return std::ranges::all_of(
      head, [](char c) { return (c >= 0x20 && c < 0x7f) || c == '\t' || c == '\n' || c == '\r'; });
}

// Text cannot be safetensors: its first 8 bytes would declare a header of more than 2^56 bytes.
void refuse_others(std::string_view head) {
  if (head.starts_with("\x89HDF")) refuse("an HDF5 file, TensorFlow's format");
  if (!is_text(head.starts_with("\xef\xbb\xbf") ? head.substr(3) : head)) return;
  if (head.starts_with("version ")) {
    refuse("a Git LFS pointer in place of the file ('git lfs pull' gets the file)");
  }
  if (head.find('<') != std::string_view::npos) refuse("an HTML or XML page");
  refuse("a text file");
}

}  // namespace

template <class F>
void CheckpointReader::guarded(F&& body) {
  if (failed_) throw Error(ErrorCode::kState, "this checkpoint has already failed");
  try {
    in_file(file_, body);
  } catch (...) {
    failed_ = true;
    reader_.emplace<std::monostate>();  // frees what it has read
    throw;
  }
}

void CheckpointReader::write(std::span<const std::byte> bytes) {
  guarded([&] {
    position_ += bytes.size();
    if (reader_.index() == 0) {
      const size_t used = std::min(bytes.size(), kHeadSize - head_.size());
      head_.append(reinterpret_cast<const char*>(bytes.data()), used);
      bytes = bytes.subspan(used);
      if (head_.size() < kHeadSize) return;
      refuse_others(head_);
      open();
    }
    forward(bytes);
  });
}

void CheckpointReader::finish() {
  guarded([&] {
    if (reader_.index() == 0) open();  // throws: the file is too short
    std::visit(
        [](auto& reader) {
          if constexpr (requires { reader.finish(); }) reader.finish();
        },
        reader_);
  });
}

const char* CheckpointReader::format() const {
  constexpr const char* kNames[] = {"", "safetensors", "pytorch", "pytorch-legacy"};
  return kNames[reader_.index()];
}

void CheckpointReader::open() {
  const std::string_view head = head_;
  uint64_t length = 0;
  for (size_t i = head.size(); i-- > 0;) length = length << 8 | static_cast<uint8_t>(head[i]);
  // A pickle begins with an opcode and the number of its protocol, and so may safetensors.
  const bool is_pickle = head.size() >= 2 && head[0] == '\x80' && head[1] >= 2 && head[1] <= 5 &&
                         (length > SafetensorsReader::kMaxHeaderSize || head.size() < kHeadSize);
  if (head.starts_with("PK\x03\x04") || head == "PK" || head == "PK\x03") {
    reader_.emplace<TorchZipReader>(sink_);
  } else if (is_pickle) {
    reader_.emplace<TorchLegacyReader>(sink_);
  } else {
    reader_.emplace<SafetensorsReader>(sink_);
  }
  forward(std::as_bytes(std::span(head)));
  head_.clear();
}

void CheckpointReader::forward(std::span<const std::byte> bytes) {
  std::visit(
      [&](auto& reader) {
        if constexpr (requires { reader.write(bytes); }) reader.write(bytes);
      },
      reader_);
}

}  // namespace deberta
