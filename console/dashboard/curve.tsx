import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import UPlot from 'uplot';
import { type CurveData, isolated } from './curve-data.js';

const HEIGHT = 48;

interface CurveProps {
  curve: CurveData;
  height?: number;
  /** Told which moment is under the pointer. */
  point: (at: number | null) => void;
}

/** A small curve without axes; its words stand beside it. */
export default function Curve({ curve, point, height = HEIGHT }: CurveProps): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot | null>(null);
  const latest = useRef(curve);
  latest.current = curve;
  const scheme = useComputedColorScheme('light');
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const { at, values } = latest.current;
    const drawn = new UPlot(optionsFor(element, height, point), [at, values], element);
    plot.current = drawn;
    const watch = new ResizeObserver(() => drawn.setSize({ width: element.clientWidth, height }));
    watch.observe(element);
    return () => {
      watch.disconnect();
      drawn.destroy();
      plot.current = null;
    };
  }, [scheme, height, point]);
  useEffect(() => plot.current?.setData([curve.at, curve.values]), [curve]);
  return <div ref={place} className="curve" style={{ height }} />;
}

function optionsFor(element: HTMLElement, height: number, point: (at: number | null) => void): UPlot.Options {
  const style = getComputedStyle(element);
  const stroke = style.getPropertyValue('--curve').trim();
  return {
    width: element.clientWidth,
    height,
    padding: [4, 4, 2, 4],
    legend: { show: false },
    axes: [{ show: false }, { show: false }],
    scales: { y: { range: (_plot, _low, high) => [0, high > 0 ? high : 1] } },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 7, fill: stroke, stroke } },
    series: [
      {},
      {
        stroke,
        fill: style.getPropertyValue('--curve-fill').trim(),
        width: 1.75,
        points: {
          show: true,
          size: 5,
          fill: stroke,
          filter: (plot) => isolated([...(plot.data[1] ?? [])]),
        },
      },
    ],
    hooks: { setCursor: [({ cursor: { idx } }) => point(idx ?? null)] },
  };
}
