// The vocabulary: token ↔ id.
#ifndef DEBERTA_TEXT_MODELS_VOCAB_H_
#define DEBERTA_TEXT_MODELS_VOCAB_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deberta {

// Tokens in one piece of memory with an open-addressing hash table. Ids may have gaps.
class Vocab {
 public:
  static constexpr int32_t kMaxTokens = 1 << 24;
  // An id takes memory whether it has a token or not, so ids beyond kDenseTokens must be less than
  // kMaxSparsity times the number of tokens.
  static constexpr int32_t kDenseTokens = 1 << 20;
  static constexpr int32_t kMaxSparsity = 16;

  struct Entry {
    std::string token;
    int32_t id;
  };

  Vocab() = default;
  // Throws kVocab for an id that is negative, too large (also for the number of tokens) or taken,
  // and for a token that occurs twice.
  explicit Vocab(const std::vector<Entry>& entries);

  // Adds a token, with the given id or the next free one. Throws as the constructor does. An
  // existing token keeps its id, which must equal a given one.
  int32_t add(std::string_view token, std::optional<int32_t> id = std::nullopt);

  std::optional<int32_t> find(std::string_view token) const;
  // "" for an id that has no token.
  std::string_view token(int32_t id) const;
  bool has(int32_t id) const {
    return id >= 0 && id < size() && spans_[static_cast<size_t>(id)].used;
  }
  // 1 + the largest id.
  int32_t size() const { return static_cast<int32_t>(spans_.size()); }
  // The number of tokens.
  int32_t count() const { return static_cast<int32_t>(count_); }

 private:
  struct Span {
    uint32_t begin = 0;
    uint32_t length = 0;
    bool used = false;
  };
  void insert(std::string_view token, int32_t id);
  size_t slot_of(std::string_view token) const;
  void grow();

  std::string characters_;
  std::vector<Span> spans_;     // by id
  std::vector<int32_t> slots_;  // a power of two of them; −1: free
  size_t count_ = 0;
};

}  // namespace deberta

#endif  // DEBERTA_TEXT_MODELS_VOCAB_H_
