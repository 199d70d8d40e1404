using Graft.Networks;
using TorchSharp;

namespace Graft.Training;

/// <summary>A batch norm over the images of all ranks: mean and deviation are those of the whole batch, forward and backward.</summary>
internal static class RankNorm
{
    /// <summary>Normalises, and moves the running statistics, which are then the same on every rank.</summary>
    /// <param name="norm">The norm.</param>
    /// <param name="x">N x C x H x W.</param>
    /// <param name="model">Its parameters.</param>
    /// <param name="sum">Sums over the ranks.</param>
    public static torch.Tensor Apply(Operation.BatchNorm norm, torch.Tensor x, TorchGraph model, Action<float[]> sum)
    {
        var statistics = Measure(x, model.IsGuest, sum);
        Move(model.Parameter(norm.Name, "running_mean"), statistics.Mean, norm.Momentum);
        Move(model.Parameter(norm.Name, "running_var"), statistics.Variance, norm.Momentum * statistics.Count / Math.Max(1, statistics.Count - 1));
        var normalised = Normalised.Of(x, statistics, norm.Epsilon, sum);
        var (weight, bias) = (model.Parameter(norm.Name, "weight"), model.Parameter(norm.Name, "bias"));
        return normalised.mul(PerChannel(weight, x)).Plus(PerChannel(bias, x));

        void Move(torch.Tensor running, float[] value, double share)
        {
            var own = HostTensors.Memory(running);
            for (var i = 0; i < own.Length; i++) own[i] = (float)(own[i] * (1 - norm.Momentum) + value[i] * share);
        }
    }

    private static Statistics Measure(torch.Tensor x, bool isGuest, Action<float[]> sum)
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        var values = x.detach().to_type(torch.ScalarType.Float32);
        var channels = (int)x.size(1);
        var sums = new float[channels + 1];
        if (!isGuest)
        {
            Values(values.sum([0, 2, 3])).CopyTo(sums, 0);
            sums[channels] = x.numel() / channels;
        }
        sum(sums);
        var count = (double)sums[channels];
        float[] mean = [.. sums.Take(channels).Select(value => (float)(value / count))];
        var centred = values.Minus(HostTensors.From(mean, 1, channels, 1, 1));
        var squares = isGuest ? new float[channels] : Values(centred.mul(centred).sum([0, 2, 3]));
        sum(squares);
        return new(count, mean, [.. squares.Select(value => (float)(value / count))], isGuest);
    }

    private static torch.Tensor PerChannel(torch.Tensor values, torch.Tensor like) => ForwardPass.Cast(values.view(1, -1, 1, 1), like);

    private static float[] Values(torch.Tensor tensor) => HostTensors.ToHost(tensor).Data;

    private sealed record Statistics(double Count, float[] Mean, float[] Variance, bool IsGuest);

    /// <summary>(x - mean) / deviation, whose mean and deviation depend on every x of every rank.</summary>
    private sealed class Normalised : torch.autograd.SingleTensorFunction<Normalised>
    {
        private const string Key = "norm";

        public override string Name => nameof(Normalised);

        public static torch.Tensor Of(torch.Tensor x, Statistics statistics, double epsilon, Action<float[]> sum) =>
            apply(x, new Saved(statistics, [.. statistics.Variance.Select(value => (float)(1 / Math.Sqrt(value + epsilon)))], sum));

        public override torch.Tensor forward(torch.autograd.AutogradContext context, params object[] values)
        {
            var (x, saved) = ((torch.Tensor)values[0], (Saved)values[1]);
            var centred = x.to_type(torch.ScalarType.Float32).Minus(Channels(saved.Statistics.Mean));
            var normalised = ForwardPass.Cast(centred.mul(Channels(saved.Scale)), x);
            context.save_for_backward([normalised]);
            context.save_data(Key, saved);
            return normalised;
        }

        public override List<torch.Tensor> backward(torch.autograd.AutogradContext context, torch.Tensor slope)
        {
            var saved = (Saved)context.get_data(Key);
            var normalised = context.get_saved_variables()[0].to_type(torch.ScalarType.Float32);
            var own = slope.to_type(torch.ScalarType.Float32);
            var channels = saved.Scale.Length;
            var sums = new float[2 * channels];
            if (!saved.Statistics.IsGuest)
            {
                Values(own.sum([0, 2, 3])).CopyTo(sums, 0);
                Values(own.mul(normalised).sum([0, 2, 3])).CopyTo(sums, channels);
            }
            saved.Sum(sums);
            if (saved.Statistics.IsGuest) return [torch.zeros_like(slope), null!]; // no part of the mean, so nothing depends on it
            float[] means = [.. sums.Select(value => (float)(value / saved.Statistics.Count))];
            var through = own.Minus(Channels(means[..channels])).Minus(normalised.mul(Channels(means[channels..]))).mul(Channels(saved.Scale));
            return [ForwardPass.Cast(through, slope), null!];
        }

        private static torch.Tensor Channels(float[] values) => HostTensors.From(values, 1, values.Length, 1, 1);

        private sealed record Saved(Statistics Statistics, float[] Scale, Action<float[]> Sum);
    }
}
