using Xunit.Sdk;
using Xunit.v3;

// Each thread that calls libtorch gets a team of threads of its own: classes in parallel would only get in each other's way.
[assembly: Parallelization(Mode = ParallelMode.None)]
