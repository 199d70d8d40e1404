using Graft.Networks;

namespace Graft.Tests.Artifacts;

public sealed class ActivationTests
{
    private static readonly float[] Values = [-30, -6, -3.5f, -3, -1.5f, -0.1f, 0, 0.1f, 0.7f, 1.5f, 3, 3.5f, 6, 6.5f, 30];

    [Fact]
    public void Every_function_has_its_onnx_form() =>
        Assert.All(Enum.GetValues<Activation>(), function =>
        {
            var actual = OnnxRun.Small([1, 3, 5], Values, g => g.Activate(g.Input, function));
            for (var i = 0; i < Values.Length; i++) Assert.Equal(Expected(function, Values[i]), actual[i], 2e-6 * Math.Max(1, Math.Abs(Values[i])));
        });

    private static double Expected(Activation function, double x) => function switch
    {
        Activation.Relu => Math.Max(x, 0),
        Activation.Tanh => Math.Tanh(x),
        Activation.Relu6 => Math.Clamp(x, 0, 6),
        Activation.Silu => x / (1 + Math.Exp(-x)),
        Activation.HardSwish => x * Math.Clamp(x + 3, 0, 6) / 6,
        Activation.HardSigmoid => Math.Clamp(x + 3, 0, 6) / 6,
        Activation.Sigmoid => 1 / (1 + Math.Exp(-x)),
        Activation.LeakyRelu => Math.Max(x, 0.1 * x),
        Activation.Gelu => x * NormalDistribution(x),
        _ => throw new ArgumentOutOfRangeException(nameof(function)),
    };

    // the integral by Simpson's rule: an own way to the same number
    private static double NormalDistribution(double x)
    {
        const int steps = 4000;
        var (from, width) = (-12.0, (Math.Max(x, -12) + 12) / steps);
        var sum = 0.0;
        for (var i = 0; i <= steps; i++)
            sum += Math.Exp(-Math.Pow(from + i * width, 2) / 2) * (i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2);
        return sum * width / 3 / Math.Sqrt(2 * Math.PI);
    }
}
