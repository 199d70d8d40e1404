namespace Graft.Networks;

/// <summary>A distribution of fresh values.</summary>
/// <param name="Centre">Mean.</param>
/// <param name="Spread">Standard deviation where normal, half the range where uniform; 0 is a constant.</param>
/// <param name="IsNormal">Normal, or uniform.</param>
internal readonly record struct Draw(double Centre, double Spread, bool IsNormal)
{
    public static Draw Constant(double value) => new(value, 0, false);

    public static Draw Normal(double deviation) => new(0, deviation, true);

    public static Draw Uniform(double bound) => new(0, bound, false);

    /// <summary>How the graph's family draws this parameter.</summary>
    public static Draw Of(Graph graph, Node node, ParameterSpec parameter) => (node.Operation, parameter.Role) switch
    {
        _ when TransformerDraw.Applies(graph, node.Operation) => TransformerDraw.Of(graph.Initialisation, node.Operation, parameter),
        // Classifiers of pixels begin near zero for every class, as new linear heads do.
        (Operation.Convolution { HasBias: true } c, ParameterRole.ConvolutionWeight) when c.Out == graph.OutputChannels
            && graph.Nodes[graph.Output].Operation is Operation.Resize => Normal(0.01),
        (Operation.Convolution c, ParameterRole.ConvolutionWeight) => Filters(graph.Initialisation, c, node.Stage),
        (Operation.Convolution c, ParameterRole.Bias) when graph.Initialisation is Initialisation.FanInUniform => Uniform(1 / Math.Sqrt(FanIn(c))),
        (Operation.TransposedConvolution t, ParameterRole.ConvolutionWeight) => Normal(Math.Sqrt(2.0 / (t.In * t.Kernel * t.Kernel))),
        (Operation.Linear l, ParameterRole.LinearWeight) => graph.Initialisation switch
        {
            Initialisation.FanOutNormalLinear or Initialisation.NarrowTruncatedNormal => Normal(0.01),
            Initialisation.TruncatedNormal => Normal(node.Index == graph.Auxiliary ? 0.001 : 0.1),
            Initialisation.FanOutPerGroup or Initialisation.FanOutUniformLinear => Uniform(1 / Math.Sqrt(l.Out)),
            Initialisation.FanOutGlorotLinear => Uniform(Math.Sqrt(3.0 / l.Out)),
            _ => Uniform(1 / Math.Sqrt(l.In)),
        },
        (Operation.Linear l, ParameterRole.Bias) when graph.Initialisation is Initialisation.FanOut or Initialisation.FanInUniform
            or Initialisation.TruncatedNormal or Initialisation.NarrowTruncatedNormal => Uniform(1 / Math.Sqrt(l.In)),
        (_, ParameterRole.NormWeight or ParameterRole.RunningVariance) => Constant(1),
        _ => Constant(0),
    };

    public void Fill(Span<float> values, SeededRandom random)
    {
        if (!IsNormal)
        {
            foreach (ref var value in values) value = (float)random.Uniform(Centre - Spread, Centre + Spread);
            return;
        }
        for (var i = 0; i < values.Length; i += 2) // Box-Muller gives two at a time
        {
            var radius = Spread * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            var (sine, cosine) = Math.SinCos(2 * Math.PI * random.NextDouble());
            values[i] = (float)(Centre + radius * cosine);
            if (i + 1 < values.Length) values[i + 1] = (float)(Centre + radius * sine);
        }
    }

    private static Draw Filters(Initialisation initialisation, Operation.Convolution c, string stage)
    {
        double fanOut = c.Out * c.Window.Height * c.Window.Width;
        return initialisation switch
        {
            // The cut at +-2 is twenty deviations away and never happens.
            Initialisation.TruncatedNormal => Normal(0.1),
            Initialisation.NarrowTruncatedNormal => Normal(0.01),
            Initialisation.FanInUniformRelu when stage == "head" => Normal(0.01),
            Initialisation.FanInUniformRelu => Uniform(Math.Sqrt(6 / FanIn(c))),
            Initialisation.FanInUniform => Uniform(1 / Math.Sqrt(FanIn(c))),
            Initialisation.FanIn => Normal(Math.Sqrt(2 / FanIn(c))),
            Initialisation.FanOutPerGroup => Normal(Math.Sqrt(2 * c.Groups / fanOut)),
            _ => Normal(Math.Sqrt(2 / fanOut)),
        };
    }

    private static double FanIn(Operation.Convolution c) => (double)(c.In / c.Groups) * c.Window.Height * c.Window.Width;
}
