// Eigen includes <mmintrin.h> with SSE and uses nothing of it. Emscripten's SSE headers have no MMX;
// without this file clang's own, which is for x86 alone, would be found.
