#include "fuzz/input.h"
#include "fuzz/mutators/mutator.h"
#include "io/torch_files.h"

namespace deberta::fuzz {
namespace {

using testing::ZipEntry;

// The entries at the beginning of a file whose headers or descriptors have their sizes.
std::vector<ZipEntry> entries_of(std::string_view file, std::string_view& rest) {
  std::vector<ZipEntry> entries;
  rest = file;
  while (rest.starts_with("PK\x03\x04") && rest.size() >= 30) {
    Input input(rest.substr(6));
    ZipEntry entry;
    entry.flags = input.u16();
    entry.method = input.u16();
    input.take(8);  // time, checksum
    size_t size = input.u32();
    input.u32();
    const size_t name = input.u16(), extra = input.u16();
    entry.name = input.take(name);
    entry.extra = input.take(extra);
    const size_t begin = std::min(rest.size(), 30 + name + extra);
    if ((entry.flags & 8) != 0) {
      const size_t end = rest.find("PK\x07\x08", begin);
      if (end == std::string_view::npos) return entries;
      size = end - begin;
      const std::string_view next = rest.substr(end);
      entry.zip64 = !next.substr(std::min<size_t>(16, next.size())).starts_with("PK");
      entry.content = rest.substr(begin, size);
      rest = next.substr(std::min<size_t>(next.size(), entry.zip64 ? 24 : 16));
    } else {
      entry.content = rest.substr(begin, size);
      rest = rest.substr(std::min(rest.size(), begin + entry.content.size()));
    }
    entries.push_back(std::move(entry));
  }
  return entries;
}

void change_entry(ZipEntry& entry, Random& random, size_t max_size) {
  if (entry.name.ends_with("data.pkl") && !random.once_in(8)) {
    return mutate_pickle(entry.content, random, max_size);
  }
  switch (random.below(6)) {
    case 0:
      return mutate_bytes(entry.name, random, 64);
    case 1:
      return mutate_bytes(entry.extra, random, 64);
    case 2:
      entry.flags ^= static_cast<uint16_t>(1u << random.below(16));
      return;
    case 3:
      entry.zip64 = !entry.zip64;
      return;
    case 4:
      entry.method = static_cast<uint16_t>(random.below(10));
      return;
    default:
      return mutate_bytes(entry.content, random, max_size);
  }
}

}  // namespace

void mutate_zip(std::string& file, Random& random, size_t max_size) {
  std::string_view rest;
  std::vector<ZipEntry> entries = entries_of(file, rest);
  if (entries.empty() || random.once_in(8)) return mutate_bytes(file, random, max_size);
  std::string end(rest);
  if (random.once_in(6)) {
    mutate_order(entries, random);
  } else if (random.once_in(16)) {
    mutate_bytes(end, random, 1024);
  } else {
    const size_t pickle = random.once_in(2) ? 0 : random.below(entries.size());
    change_entry(entries[pickle], random, max_size - std::min(max_size, file.size()) + 4096);
  }
  file = testing::zip_entries(entries) + end;
}

}  // namespace deberta::fuzz
