// Our kernels beside XNNPACK's, on one thread of one engine. tools/bench/kernels.mjs runs it.
//
//   deberta_kernels GROUP SECONDS      a group of kernels.h; seconds for each pair
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "kernels.h"
#include "ops/xnn.h"

int main(int argc, char** argv) {
  using namespace deberta::bench;
  constexpr struct {
    std::string_view name;
    Makers (*makers)();
  } kGroups[] = {{"linear", linear_layers},         {"quantized", quantized_layers},
                 {"attention", attention_products}, {"rows", row_operations},
                 {"activations", activations},      {"transpose", transpositions}};
  if (argc == 3) {
    deberta::xnn::initialize();
    for (const auto& [name, makers] : kGroups) {
      if (name != argv[1]) continue;
      for (const auto& make : makers()) measure(make(), std::atof(argv[2]));
      return 0;
    }
  }
  std::fprintf(stderr, "usage: deberta_kernels GROUP SECONDS\n");
  return 1;
}
