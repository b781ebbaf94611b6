#include "model/fitting_heads.h"

#include <algorithm>
#include <unordered_set>

#include "base/sort.h"
#include "model/checkpoint_layout.h"
#include "model/model_loader.h"
#include "tensor/workspace.h"

namespace deberta {
namespace {

// The tensors that a load of the model would skip. Throws what that load would throw for the index.
std::vector<std::string> skipped_by(Head head, const Config& config,
                                    std::span<const TensorInfo> tensors) {
  ThreadPool pool(1);
  ThreadChoice threads(1, 1);
  Workspace workspace;
  Profile profile;
  Context context{pool, threads, workspace, profile};
  ModelLoader loader(config, head, context);
  loader.sink().on_index(tensors);
  return loader.skipped();
}

bool uses_less(const FittingHead& one, const FittingHead& other) {
  const std::unordered_set<std::string> unused(one.skipped.begin(), one.skipped.end());
  return other.skipped.size() < one.skipped.size() &&
         std::ranges::all_of(other.skipped,
                             [&](const auto& name) { return unused.contains(name); });
}

std::vector<TensorInfo> without(std::span<const TensorInfo> tensors,
                                const std::vector<std::string>& names) {
  const std::unordered_set<std::string> left_out(names.begin(), names.end());
  std::vector<TensorInfo> others;
  std::ranges::copy_if(tensors, std::back_inserter(others),
                       [&](const TensorInfo& tensor) { return !left_out.contains(tensor.name); });
  return others;
}

}  // namespace

FittingHeads fitting_heads(const Config& config, std::span<const TensorInfo> tensors) {
  FittingHeads found;
  std::vector<FittingHead> loadable;
  for (const char* name : kHeadNames) {
    const Head head = *head_named(name);
    try {
      loadable.push_back({head, skipped_by(head, config, tensors)});
    } catch (const Error& error) {
      if (head == Head::kNone) found.refused = error;
    }
  }
  for (const FittingHead& each : loadable) {
    const auto has_more = [&](const FittingHead& other) { return uses_less(each, other); };
    if (std::ranges::any_of(loadable, has_more)) continue;
    found.heads.push_back(each);
    found.heads.back().memory =
        memory_of_load(config, without(tensors, each.skipped), Precision::kFloat32);
  }
  sort_stably(found.heads, {}, [](const auto& head) { return head.skipped.size(); });
  return found;
}

}  // namespace deberta
