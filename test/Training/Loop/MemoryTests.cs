using Graft.Training;
using TorchSharp;

namespace Graft.Tests.Training;

public sealed class MemoryTests
{
    [Fact]
    public void A_thousand_steps_leave_the_tensor_count_where_it_was_and_memory_flat()
    {
        var job = TinyJob.Create(images: 40, phases: new Phase(50, "stage4", 0.001)) with { Validation = null };
        long tensors = 0, memory = 0;
        var recorder = new Recorder
        {
            OnStep = step =>
            {
                if (step.Step != 200) return;
                tensors = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
                memory = Environment.WorkingSet;
            },
        };
        var options = job.Options with { BatchSize = 2, AverageDecay = 0.9 };

        new Trainer().Train(job with { Options = options }, recorder);

        Assert.Equal(1000, recorder.Steps.Count);
        Assert.True(DisposeScopeManager.Statistics.ThreadTotalLiveCount <= tensors, $"{tensors} tensors became {DisposeScopeManager.Statistics.ThreadTotalLiveCount}");
        Assert.InRange(Environment.WorkingSet, 0, memory + (48L << 20));
    }
}
