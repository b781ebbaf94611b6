// model | flags | sequences | length | lists, as read_list() reads them: the arguments of a call of
// a model, which may all be wrong.
#include <cmath>
#include <cstring>

#include "base/error.h"
#include "fuzz/models.h"
#include "fuzz/targets/targets.h"

namespace deberta::fuzz {
namespace {

constexpr size_t kMaxTokens = 512;

// Mostly as many values as are expected: u8 kind | values.
template <class T, class Value>
std::vector<T> read_list(Input& input, size_t expected, Value&& value) {
  std::vector<T> list;
  size_t count = expected;
  switch (input.below(8)) {
    case 0:
    case 1:
    case 2:
      return list;
    case 3:
      count = input.byte();
      break;
    default:
      break;
  }
  for (size_t i = 0; i < count; ++i) list.push_back(value(input));
  return list;
}

// Mostly small, sometimes any integer.
int32_t read_integer(Input& input) {
  const uint8_t byte = input.byte();
  if (byte == 0xff) return static_cast<int32_t>(input.u32());
  return byte == 0xfe ? kIgnoredLabel : byte;
}

float read_float(Input& input) {
  const uint8_t byte = input.byte();
  if (byte != 0xff) return (static_cast<float>(byte) - 127) / 16;
  const uint32_t bits = input.u32();
  return __builtin_bit_cast(float, bits);
}

ForwardInputs read_inputs(Input& input, const Config& config) {
  ForwardInputs inputs;
  Batch& batch = inputs.batch;
  const uint8_t flags = input.byte();
  const size_t sequences = input.byte() & 15, length = input.byte() & 63;
  batch.lengths.assign(sequences, length);
  if ((flags & 4) != 0 && sequences > 0) batch.lengths.back() = input.byte() & 63;
  const size_t tokens = std::min(kMaxTokens, batch.tokens());
  const auto width = static_cast<size_t>(config.embedding_size);
  const auto mask = [](Input& from) { return static_cast<uint8_t>(from.byte() & 3); };
  batch.input_ids = read_list<int32_t>(input, tokens, read_integer);
  batch.token_type_ids = read_list<int32_t>(input, tokens, read_integer);
  batch.position_ids = read_list<int32_t>(input, tokens, read_integer);
  batch.attention_mask = read_list<uint8_t>(input, tokens, mask);
  if ((flags & 8) != 0) {
    batch.inputs_embeds = read_list<float>(input, tokens * width, read_float);
  }
  inputs.output_hidden_states = (flags & 1) != 0;
  inputs.output_attentions = (flags & 2) != 0;
  inputs.choices = (flags & 16) != 0 ? input.byte() : 1;
  const size_t rows = (flags & 32) != 0 ? tokens : sequences;
  inputs.labels.classes = read_list<int32_t>(input, rows, read_integer);
  inputs.labels.columns = (flags & 64) != 0 ? input.byte() : config.id2label.size();
  inputs.labels.targets = read_list<float>(input, rows * config.id2label.size(), read_float);
  inputs.start_positions = read_list<int32_t>(input, sequences, read_integer);
  inputs.end_positions = read_list<int32_t>(input, sequences, read_integer);
  const std::vector<int32_t> kept = read_list<int32_t>(input, 2, read_integer);
  if (!kept.empty()) inputs.logits_to_keep.emplace(kept.begin(), kept.end());
  return inputs;
}

void check(const Tensor& tensor) {
  if (tensor.shape.empty()) return;
  size_t count = 1;
  for (const size_t size : tensor.shape) count *= size;
  DEBERTA_EXPECT(tensor.values.size() == count);
}

void check(const ForwardOutputs& outputs) {
  check(outputs.last_hidden_state);
  check(outputs.logits);
  check(outputs.start_logits);
  check(outputs.end_logits);
  for (const Tensor& state : outputs.hidden_states) check(state);
  for (const Tensor& attention : outputs.attentions) check(attention);
}

// Runs all steps, or drops the call in the middle.
void call(Session& session, ForwardInputs inputs, size_t steps) {
  ForwardTask task(std::move(inputs), session.model());
  TaskRun run = session.start(task);
  while (run.step()) {
    if (steps-- == 0) return;
  }
  check(task.outputs);
}

}  // namespace

void run_forward(std::string_view bytes) {
  Input input(bytes);
  const size_t index = input.below(kModels);
  Session& session = model(index);
  const size_t steps = input.flag() ? input.byte() & 3 : SIZE_MAX;
  try {
    call(session, read_inputs(input, session.config()), steps);
  } catch (const Error& error) {
    DEBERTA_EXPECT(error.code() == ErrorCode::kInput, error.message());
  }
  check_unchanged(index);
}

}  // namespace deberta::fuzz
