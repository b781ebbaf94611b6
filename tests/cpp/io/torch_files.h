// Files of torch.save, made by hand: pickles opcode by opcode, zip containers entry by entry.
#ifndef DEBERTA_TESTS_IO_TORCH_FILES_H_
#define DEBERTA_TESTS_IO_TORCH_FILES_H_

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "fixtures.h"
#include "io/checkpoint_reader.h"
#include "io/crc32.h"

namespace deberta::testing {

inline std::string little_endian(uint64_t value, size_t bytes) {
  std::string text;
  for (size_t i = 0; i < bytes; ++i, value >>= 8) text += static_cast<char>(value & 0xff);
  return text;
}

template <class Reader>
void write_in_pieces(Reader& reader, std::string_view file, size_t piece = SIZE_MAX) {
  for (size_t begin = 0; begin < file.size(); begin += std::min(piece, file.size() - begin)) {
    reader.write(std::as_bytes(std::span(file.substr(begin, piece))));
  }
}

// All tensors of a checkpoint of any format. The sink accepts few bytes, as a model's check of
// shapes would ensure.
class SmallTensors : public Tensors {
 public:
  bool wants(const TensorInfo& tensor) override {
    uint64_t count = 1;
    for (uint64_t dimension : tensor.shape) {
      if (__builtin_mul_overflow(count, dimension, &count) || count > 1 << 20) return false;
    }
    return true;
  }
};

inline SmallTensors read_checkpoint(std::string_view file, size_t piece = SIZE_MAX) {
  SmallTensors tensors;
  CheckpointReader reader(tensors);
  write_in_pieces(reader, file, piece);
  reader.finish();
  return tensors;
}

// Opcodes, as Python's pickletools names them.
namespace pickle {

inline std::string integer(int64_t value) { return "\x8a\x08" + little_endian(value, 8); }
inline std::string text(const std::string& text) {
  return "X" + little_endian(text.size(), 4) + text;
}
inline std::string global(const std::string& module, const std::string& name) {
  return "c" + module + "\n" + name + "\n";
}
inline std::string tuple(const std::vector<std::string>& items) {
  std::string all = "(";
  for (const std::string& item : items) all += item;
  return all + "t";
}
inline std::string integers(const std::vector<int64_t>& values) {
  std::vector<std::string> items;
  for (int64_t value : values) items.push_back(integer(value));
  return tuple(items);
}
inline std::string storage(const std::string& type, const std::string& key, int64_t elements) {
  return tuple(
             {text("storage"), global("torch", type), text(key), text("cpu"), integer(elements)}) +
         "Q";
}
inline std::string ordered_dict() { return global("collections", "OrderedDict") + ")R"; }
inline std::string tensor(const std::string& storage, int64_t offset,
                          const std::vector<int64_t>& sizes, const std::vector<int64_t>& strides) {
  return global("torch._utils", "_rebuild_tensor_v2") +
         tuple({storage, integer(offset), integers(sizes), integers(strides), "\x89",
                ordered_dict()}) +
         "R";
}
// {name: value, …}
inline std::string dict(const std::vector<std::pair<std::string, std::string>>& items) {
  std::string all = "}(";
  for (const auto& [name, value] : items) all += text(name) + value;
  return all + "u";
}
inline std::string whole(const std::string& value) { return "\x80\x02" + value + "."; }

}  // namespace pickle

struct ZipEntry {
  std::string name;
  std::string content = {};
  uint16_t method = 0;
  uint16_t flags = 1 << 3;  // as torch.save: the sizes are behind the content
  bool zip64 = false;       // sizes of 8 bytes
  std::string extra = {};
};

// Local headers, contents, descriptors; without the directory.
inline std::string zip_entries(const std::vector<ZipEntry>& entries) {
  std::string file;
  for (const ZipEntry& entry : entries) {
    const std::string checksum =
        little_endian(crc32(0, std::as_bytes(std::span(entry.content))), 4);
    const bool is_late = (entry.flags & 1 << 3) != 0;
    const size_t size = entry.content.size();
    std::string extra = entry.extra;
    std::string sizes = little_endian(is_late ? 0 : size, 4);
    sizes += sizes;
    if (entry.zip64 && !is_late) {
      extra += little_endian(1, 2) + little_endian(16, 2) + little_endian(size, 8) +
               little_endian(size, 8);
      sizes = std::string(8, '\xff');
    }
    file += "PK\x03\x04" + little_endian(0, 2) + little_endian(entry.flags, 2) +
            little_endian(entry.method, 2) + little_endian(0, 4) +
            (is_late ? little_endian(0, 4) : checksum) + sizes +
            little_endian(entry.name.size(), 2) + little_endian(extra.size(), 2) + entry.name +
            extra + entry.content;
    if (is_late) {
      const size_t width = entry.zip64 ? 8 : 4;
      file += "PK\x07\x08" + checksum + little_endian(size, width) + little_endian(size, width);
    }
  }
  return file;
}

// One record of the directory is enough for a reader that starts at the front.
inline std::string zip_end() {
  return "PK\x01\x02" + std::string(42, '\0') + "PK\x05\x06" + std::string(18, '\0');
}

inline std::string zip_file(const std::vector<ZipEntry>& entries) {
  return zip_entries(entries) + zip_end();
}

// A file of torch.save with this pickle and these storages.
inline std::string torch_file(const std::string& pickle,
                              const std::vector<std::pair<std::string, std::string>>& storages) {
  std::vector<ZipEntry> entries = {{"archive/data.pkl", pickle}, {"archive/byteorder", "little"}};
  for (const auto& [key, bytes] : storages) entries.push_back({"archive/data/" + key, bytes});
  entries.push_back({"archive/version", "3\n"});
  return zip_file(entries);
}

}  // namespace deberta::testing

#endif  // DEBERTA_TESTS_IO_TORCH_FILES_H_
