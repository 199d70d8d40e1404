using System.Diagnostics;
using Graft.Imaging;
using Graft.Networks;
using Graft.Training;
using TorchSharp;
using TorchSharp.Modules;

namespace Graft.Bench;

/// <summary>
/// What a TorchSharp program does without further thought: N x C x H x W, torch's AdamW and cross entropy, the allocator as it comes,
/// frozen stages in the same graph with their gradients switched off. Its images are normalised beforehand.
/// </summary>
internal static class TrainingPlain
{
    public static TrainingTimes Run(TrainingCase target)
    {
        var graph = ModelCatalogue.Build(target.Model, TrainingCase.Classes);
        using var model = new TorchGraph(
            graph,
            ParameterInitialiser.Create(graph, TrainingCase.Seed),
            new TorchGraphOptions { Layout = MemoryLayout.ChannelsFirst, FoldFixedNorms = false });
        model.TrainFrom(target.TrainFrom, fixStatistics: !target.NormsMove);
        // A Parameter takes its tensor's handle away, so the optimizer gets a second handle on the same memory.
        var trained = model.Trainable.Select(parameter => (parameter.Value, Handle: new Parameter(parameter.Value.detach()))).ToList();
        using var optimizer = torch.optim.AdamW(trained.Select(pair => pair.Handle), lr: TrainingCase.LearningRate, weight_decay: 0);
        var images = new TrainingImages();
        var inputs = Normalised(images);
        var perEpoch = (TrainingCase.Images + TrainingCase.BatchSize - 1) / TrainingCase.BatchSize;
        var schedule = new LearningRateSchedule(0, (long)perEpoch * target.Epochs);
        var group = optimizer.ParamGroups.Single();
        List<double> steps = [], losses = [];
        var watch = Stopwatch.StartNew();
        for (var epoch = 0; epoch < target.Epochs; epoch++)
        {
            int[] order = [.. Enumerable.Range(0, TrainingCase.Images)];
            SeededRandom.For(TrainingCase.Seed, $"order/{epoch}").Shuffle<int>(order); // the trainer's order and dropout
            for (var batch = 0; batch < perEpoch; batch++)
            {
                var start = Stopwatch.GetTimestamp();
                using var scope = torch.NewDisposeScope();
                int[] indices = [.. order.Skip(batch * TrainingCase.BatchSize).Take(TrainingCase.BatchSize)];
                torch.manual_seed((long)SeededRandom.For(TrainingCase.Seed, $"dropout/{epoch}/{batch}").NextBits());
                group.LearningRate = TrainingCase.LearningRate * schedule.Factor(steps.Count);
                optimizer.zero_grad();
                foreach (var (value, _) in trained) value.grad = null;
                var output = model.Forward(torch.stack(indices.Select(index => inputs[index])), isTraining: true).Output;
                var loss = torch.nn.functional.cross_entropy(output, torch.tensor(indices.Select(index => (long)images.LabelOf(index)).ToArray()));
                loss.backward();
                foreach (var (value, handle) in trained)
                {
                    using var gradient = value.grad;
                    handle.grad = gradient;
                }
                optimizer.step();
                losses.Add(loss.ToSingle());
                steps.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
        }
        return TrainingTimes.Of(steps, watch.Elapsed.TotalSeconds, target.Epochs, losses);
    }

    private static torch.Tensor[] Normalised(TrainingImages images)
    {
        var preprocess = Preprocess.ImageNet(TrainingCase.Side, TrainingCase.Side);
        using var noGradient = torch.no_grad();
        return [.. Enumerable.Range(0, images.Count).Select(index =>
        {
            using var scope = torch.NewDisposeScope();
            var pixels = torch.tensor(images.PixelsOf(index).ToArray(), [TrainingCase.Side, TrainingCase.Side, 3]).to_type(torch.ScalarType.Float32).div(255);
            return pixels.sub(torch.tensor(preprocess.Mean)).div(torch.tensor(preprocess.Std)).permute(2, 0, 1).contiguous().MoveToOuterDisposeScope();
        })];
    }
}
