#include "ops/table_product.h"

#include <algorithm>

#include "tensor/workspace.h"

namespace deberta {

void TableProduct::operator()(ConstMatrix x, const EmbeddingTable& table, const float* bias,
                              Matrix y, Context& ctx) {
  if (x.rows == 0) return;
  constexpr size_t kBlockRows = 256;  // with 768 columns 786 kB: two of them fit a second cache
  const size_t blocks = (table.rows() + kBlockRows - 1) / kBlockRows;
  const auto workers = static_cast<size_t>(ctx.pool.size());
  Workspace::Scope scope(ctx.workspace);
  const Matrix wide = ctx.workspace.matrix(workers * kBlockRows, table.cols());
  while (products_.size() < workers) products_.emplace_back();
  for (Matmul& product : products_) product.reserve(x, wide.slice_rows(0, kBlockRows));

  ctx.pool.parallel_for(blocks, [&](size_t index, size_t worker) {
    const size_t begin = index * kBlockRows;
    const size_t count = std::min(kBlockRows, table.rows() - begin);
    const Matrix block = wide.slice_rows(worker * kBlockRows, count);
    for (size_t i = 0; i < count; ++i) table.copy_row(begin + i, block.row(i));
    const Matrix out = y.slice_cols(begin, count);
    products_[worker](x, block, out);
    for (size_t i = 0; i < out.rows; ++i) {
      for (size_t j = 0; j < count; ++j) out.row(i)[j] += bias[begin + j];
    }
  });
}

}  // namespace deberta
