// The resources that layers need to run.
#ifndef DEBERTA_TESTS_CONTEXT_H_
#define DEBERTA_TESTS_CONTEXT_H_

#include <gtest/gtest.h>

#include "base/context.h"
#include "tensor/workspace.h"

namespace deberta::testing {

// A context that owns what it borrows.
struct OwnContext {
  ThreadPool pool;
  ThreadChoice threads{pool.size(), pool.size()};
  Workspace workspace;
  Profile profile;
  Context ctx{pool, threads, workspace, profile};

  explicit OwnContext(int threads = 1) : pool(threads) {}
};

// Tests whose parameter is the number of threads.
class WithThreads : public ::testing::TestWithParam<int> {
 protected:
  OwnContext own_{GetParam()};
  Context& ctx_ = own_.ctx;
};

}  // namespace deberta::testing

#endif  // DEBERTA_TESTS_CONTEXT_H_
