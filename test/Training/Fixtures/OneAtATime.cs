using System.Runtime.CompilerServices;
using Graft.Tests.Training;
using Graft.Training;
using TorchSharp;
using Xunit.Sdk;
using Xunit.v3;

// Each thread that calls libtorch gets a team of threads of its own: classes in parallel would only get in each other's way.
[assembly: Parallelization(Mode = ParallelMode.None)]

namespace Graft.Tests.Training;

/// <summary>Tiny networks are slower on two threads than on one, and far slower where other tests want the second.</summary>
internal static class OneAtATime
{
    [ModuleInitializer]
    internal static void UseOneThread()
    {
        if (EngineSetup.Info.Threads > 1) torch.set_num_threads(1);
    }
}
