using System.Diagnostics;
using Graft.Imaging;
using Graft.Networks;
using Graft.Training;
using TorchSharp;

namespace Graft.Bench;

/// <summary>
/// What a TorchSharp program does without further thought: modules in N x C x H x W, torch's AdamW and cross entropy, the allocator as it comes,
/// frozen stages with their gradients switched off. Its images are normalised beforehand.
/// </summary>
internal static class TrainingPlain
{
    public static TrainingTimes Run(TrainingCase wanted)
    {
        using var model = TrainingPlainNetwork.Create(wanted.Model, TrainingCase.Classes);
        var graph = ModelCatalogue.Build(wanted.Model, TrainingCase.Classes);
        model.Load(ParameterInitialiser.Create(graph, TrainingCase.Seed));
        model.TrainFrom(graph, wanted.TrainFrom, wanted.NormsMove);
        using var optimizer = torch.optim.AdamW(model.parameters().Where(parameter => parameter.requires_grad), lr: TrainingCase.LearningRate, weight_decay: 0);
        var images = new TrainingImages();
        var inputs = Normalised(images);
        var perEpoch = (TrainingCase.Images + TrainingCase.BatchSize - 1) / TrainingCase.BatchSize;
        var schedule = new LearningRateSchedule(0, (long)perEpoch * wanted.Epochs);
        var group = optimizer.ParamGroups.Single();
        List<double> steps = [], losses = [];
        var watch = Stopwatch.StartNew();
        for (var epoch = 0; epoch < wanted.Epochs; epoch++)
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
                var output = model.call(torch.stack(indices.Select(index => inputs[index])));
                var loss = torch.nn.functional.cross_entropy(output, torch.tensor(indices.Select(index => (long)images.LabelOf(index)).ToArray()));
                loss.backward();
                optimizer.step();
                losses.Add(loss.ToSingle());
                steps.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
        }
        return TrainingTimes.Of(steps, watch.Elapsed.TotalSeconds, wanted.Epochs, losses);
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
